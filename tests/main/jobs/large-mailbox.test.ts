import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MailboxId } from '@shared/kernel/ids'
import { eventually } from '../../support/eventually'
import { mailDesk, type MailDesk } from '../../support/mail-desk'
import { mailServersMissing, startMailServers, type MailServers } from '../../support/mail-servers'
import { mailboxFields } from '../../support/mailbox-fields'
import { isFullDose } from '../../support/seeded'

const missing = mailServersMissing()
const DESK = 'desk@capannori.example'
const PASSWORD = 'chiave-di-prova'
const OLD = isFullDose ? 200_000 : 400
const RECENT = isFullDose ? 1_000 : 60
/** How much of what is old is waited for. */
const ENOUGH = isFullDose ? 5_000 : OLD + RECENT + 1
const LONG_MS = isFullDose ? 3_600_000 : 150_000

const letter = (key: string): string =>
  [
    `From: Cittadino ${key} <c${key}@cittadini.example>`,
    `To: ${DESK}`,
    `Subject: Mail ${key}`,
    `Message-ID: <${key}@cittadini.example>`,
    '',
    'Il lampione è spento',
    '',
  ].join('\r\n')
const letters = function* (name: string, count: number): Generator<string> {
  for (let n = 0; n < count; n += 1) yield letter(`${name}${n}`)
}

describe.skipIf(missing !== null)(
  `a mailbox of ${OLD + RECENT} mails${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let servers: MailServers
    let desk: MailDesk
    const figures: string[] = []
    let began = 0
    const clock = (): void => void (began = performance.now())
    const figure = (what: string): void => {
      const megabytes = Math.round(process.memoryUsage.rss() / 2 ** 20)
      figures.push(`${what}: ${Math.round(performance.now() - began)} ms, ${megabytes} MB`)
    }
    beforeEach(async () => {
      servers = await startMailServers([{ address: DESK, password: PASSWORD }])
      desk = await mailDesk()
    }, LONG_MS)
    afterEach(async () => {
      await desk.close()
      await servers.stop()
      if (isFullDose) process.stdout.write(`${figures.join('\n')}\n`)
    }, LONG_MS)

    const read = async (): Promise<string[]> => {
      const found = await desk.parts.current.store.read((db) => db.selectFrom('tickets').select('subject').execute())
      return found.ok ? found.value.map(({ subject }) => subject) : []
    }
    const untilRead = (count: number): Promise<void> =>
      eventually(`${count} tickets`, async () => (await read()).length >= count, LONG_MS)

    it(
      'is read from the day that was chosen; the rest later, from where it was when it was interrupted',
      async () => {
        await servers.fill(DESK, letters('vecchia', OLD), 400)
        await servers.fill(DESK, letters('nuova', RECENT), 3)
        const made = await desk.client.mail.createMailbox({
          ...mailboxFields(servers, { firstSyncDays: 30 }),
          password: PASSWORD,
        })
        if (!made.ok) throw new Error(made.error.code)
        const id: MailboxId = made.value.id

        clock()
        await desk.jobs.start()
        await untilRead(1)
        figure('first ticket, thirty days back')
        await untilRead(RECENT)
        figure(`${RECENT} tickets`)
        expect((await read()).every((subject) => subject.startsWith('Mail nuova'))).toBe(true)

        await eventually('the desk to listen', () => desk.jobs.health()[0]?.state === 'idle', LONG_MS)
        clock()
        await servers.deliver(DESK, letter('ultima'))
        await untilRead(RECENT + 1)
        figure('a mail that comes while it listens')
        await desk.jobs.stop()
        clock()
        await desk.jobs.start()
        await eventually('the desk to listen again', () => desk.jobs.health()[0]?.state === 'idle', LONG_MS)
        figure('a later start with nothing new')

        clock()
        await desk.client.mail.editMailbox({ id, base: { firstSyncDays: 30 }, changes: { firstSyncDays: null } })
        await untilRead(RECENT + 2)
        figure('first ticket of everything')
        await untilRead(Math.floor((RECENT + ENOUGH) / 2))
        await desk.jobs.stop()
        const before = (await read()).length
        clock()
        await desk.jobs.start()
        await eventually('it to go on', async () => (await read()).length > before || before >= ENOUGH, LONG_MS)
        figure('first ticket after an interruption')
        await untilRead(ENOUGH)
        figure(`${ENOUGH} tickets`)
        const subjects = await read()
        expect(new Set(subjects).size).toBe(subjects.length)
      },
      LONG_MS * 2,
    )
  },
)
