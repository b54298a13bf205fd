import { mailDesk } from './mail-desk'

/**
 * A desk in a process of its own, to be killed: `desk-process STORE FOLDER DESK` reads its mailboxes until then, and
 * tells on a line of its own whenever they are otherwise.
 */
const [storePath = '', folder = '', deskId = ''] = process.argv.slice(2)
const desk = await mailDesk({ storePath, folder, deskId, imap: { maxRetryMs: 500 } })
await desk.jobs.start()
process.stdout.write('started\n')
let told = ''
setInterval(() => {
  const now = JSON.stringify(desk.jobs.health().map(({ state, errorCode }) => ({ state, errorCode })))
  if (now !== told) process.stdout.write(`${now}\n`)
  told = now
}, 50)
