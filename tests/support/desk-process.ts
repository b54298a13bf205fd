import { mailDesk } from './mail-desk'

/** A desk in a process of its own, to be killed: `desk-process STORE FOLDER DESK` reads its mailboxes until then. */
const [storePath = '', folder = '', deskId = ''] = process.argv.slice(2)
const desk = await mailDesk({ storePath, folder, deskId })
await desk.jobs.start()
process.stdout.write('started\n')
setInterval(() => undefined, 1_000)
