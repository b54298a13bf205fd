import { parentPort } from 'node:worker_threads'
import { parseMail } from './parse-mail'

/** One mail at a time: `{id, raw}` in, `{id, mail}` out; attachments are moved, not copied. `{ready}` comes first. */
parentPort?.on('message', ({ id, raw }: { id: number; raw: Uint8Array }) => {
  void parseMail(raw).then((mail) => {
    const moved = mail.attachments.map(({ content }) => content.buffer as ArrayBuffer)
    parentPort?.postMessage({ id, mail }, moved)
  })
})
parentPort?.postMessage({ ready: true })
