import { setTimeout as sleep } from 'node:timers/promises'
import { mailDesk } from './mail-desk'

/**
 * A desk in a process of its own, to be killed: `desk-process STORE FOLDER DESK` reads its mailboxes until then, and
 * tells on a line of its own whenever they are otherwise. With `MAILS MS` behind them it kills itself so many
 * milliseconds after it has taken in so many mails: nobody outside can see that moment in time on a busy machine.
 */
const [storePath = '', folder = '', deskId = '', mails, ms] = process.argv.slice(2)
const desk = await mailDesk({ storePath, folder, deskId, imap: { maxRetryMs: 500 } })
await desk.jobs.start()
process.stdout.write('started\n')
let told = ''
setInterval(() => {
  const now = JSON.stringify(desk.jobs.health().map(({ state, errorCode }) => ({ state, errorCode })))
  if (now !== told) process.stdout.write(`${now}\n`)
  told = now
}, 50)

const taken = async (): Promise<number> => {
  const { store } = desk.parts.current
  const rows = await store.read((db) => db.selectFrom('mailbox_uids').select('uid').execute())
  return rows.ok ? rows.value.length : 0
}
if (mails !== undefined) {
  while ((await taken()) < Number(mails)) await sleep(2)
  await sleep(Number(ms))
  process.kill(process.pid, 'SIGKILL')
}
