import { parentPort } from 'node:worker_threads'
import { parseMail } from './parse-mail'

/** One mail at a time: `{id, input}` in, `{id, answer}` out; attachments are moved, not copied. `{ready}` comes first. */
parentPort?.on('message', ({ id, input }: { id: number; input: Uint8Array }) => {
  void parseMail(input).then((mail) => {
    const moved = mail.attachments.map(({ content }) => content.buffer as ArrayBuffer)
    parentPort?.postMessage({ id, answer: mail }, moved)
  })
})
parentPort?.postMessage({ ready: true })
