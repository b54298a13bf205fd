import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MailPlace } from '@shared/contract/reckoning'
import { dayAt } from '@shared/deadlines/zone'
import type { MailboxId } from '@shared/kernel/ids'
import type { Day } from '@shared/kernel/instant'
import { compareDay } from '@main/features/reckoning/compare-day'
import { lateMails, mailsBehind, reckonedDays } from '@main/features/reckoning/reckoning-queries'
import { eventually } from '../../support/eventually'
import { mailDesk, type MailDesk } from '../../support/mail-desk'
import { mailServersMissing, startMailServers, type MailServers } from '../../support/mail-servers'
import { mailboxFields } from '../../support/mailbox-fields'
import { plainMail } from '../../support/recorded-imap'

const missing = mailServersMissing()
const DESK = 'desk@capannori.example'
const PASSWORD = 'chiave-di-prova'

describe.skipIf(missing !== null)(`a day's reckoning${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let servers: MailServers
  let desk: MailDesk
  let mailboxId: MailboxId
  let today: Day
  beforeAll(async () => {
    servers = await startMailServers([{ address: DESK, password: PASSWORD }])
  })
  afterAll(() => servers?.stop())
  beforeEach(async () => {
    await servers.removeAll(DESK)
    desk = await mailDesk()
    today = dayAt(desk.clock.now(), 'Europe/Rome')
  })
  afterEach(() => desk.close())

  const enrol = async (password = PASSWORD): Promise<void> => {
    const made = await desk.client.mail.createMailbox({ ...mailboxFields(servers), password })
    if (!made.ok) throw new Error(made.error.code)
    mailboxId = made.value.id
  }
  const store = () => desk.parts.current.store
  const done = <T>(answer: { ok: true; value: T } | { ok: false; error: { code: string } }): T => {
    if (!answer.ok) throw new Error(answer.error.code)
    return answer.value
  }
  const compare = async (): Promise<void> => void done(await compareDay(desk.parts, mailboxId, today))
  const reckoned = async () => done(await store().read((db) => reckonedDays(db, 10))).days[0]
  const late = async (): Promise<number> => done(await store().read((db) => lateMails(db, desk.clock.now())))
  const behind = async (place: MailPlace) =>
    done(await store().read((db) => mailsBehind(db, { mailboxId, day: today, place }))).mails
  const tickets = async (): Promise<number> => {
    const found = await desk.client.tickets.list({ filter: { view: 'all' } })
    return found.ok ? found.value.total : -1
  }

  it('puts every mail of the server in one place, and each number leads to what stands behind it', async () => {
    await enrol()
    const first = plainMail('Buca in via Romana')
    await servers.deliver(DESK, first)
    await servers.deliver(
      DESK,
      plainMail('Risposta').replace('Date:', 'In-Reply-To: <Buca-in-via-Romana@cittadini.example>\r\nDate:'),
    )
    await servers.deliver(DESK, first)
    await servers.deliver(
      DESK,
      plainMail('Offerte della settimana').replace('Date:', 'List-Id: <offerte.example>\r\nDate:'),
    )
    await desk.jobs.start()
    await eventually('the mails', async () => {
      await compare()
      return (await reckoned())?.places.missing === 0
    })
    expect(await reckoned()).toMatchObject({
      day: today,
      onServer: 4,
      places: { created: 1, appended: 1, seen: 1, automatic: 1, quarantined: 0, missing: 0 },
      late: 0,
    })
    const [opened] = await behind('created')
    expect(opened).toMatchObject({ subject: 'Buca in via Romana', quarantineId: null })
    expect(opened?.number).toMatch(/^SEGN-/)
    const [kept] = await behind('automatic')
    expect(kept).toMatchObject({ subject: 'Offerte della settimana', view: 'automatic' })
    expect(kept?.quarantineId).not.toBeNull()
  })

  it('says which mail lies on the server and nowhere here, until it is read', async () => {
    await enrol()
    await servers.deliver(DESK, plainMail('Mai letta'))
    // What came a moment ago may still be on its way: nobody is alarmed by it.
    await compare()
    expect(await reckoned()).toMatchObject({ onServer: 1, places: { missing: 1 }, late: 0 })
    expect(await late()).toBe(0)
    desk.clock.skip(20 * 60_000)
    await compare()
    expect(await reckoned()).toMatchObject({ places: { missing: 1 }, late: 1 })
    expect(await late()).toBe(1)
    expect(await behind('missing')).toMatchObject([{ subject: 'Mai letta', ticketId: null, number: '' }])
    await desk.jobs.start()
    await eventually('the ticket', async () => (await tickets()) === 1)
    // Looked up afresh, without asking the server again.
    expect(await late()).toBe(0)
    expect(await reckoned()).toMatchObject({ places: { created: 1, missing: 0 }, late: 0 })
  })

  it('is refused without a password of this desk, and for a day to come', async () => {
    await enrol('')
    expect(await compareDay(desk.parts, mailboxId, today)).toMatchObject({
      ok: false,
      error: { code: 'mailbox_secret_missing' },
    })
    expect(await compareDay(desk.parts, mailboxId, '2999-01-01' as Day)).toMatchObject({
      ok: false,
      error: { code: 'invalid_input', field: 'day' },
    })
  })
})
