import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { QuarantineView } from '@shared/contract/mail'
import { dayAt } from '@shared/deadlines/zone'
import { DAY_MS, type Instant, asInstant } from '@shared/kernel/instant'
import type { MailboxId, QuarantineId } from '@shared/kernel/ids'
import { emptyAside, isEmptyingDue } from '@main/features/mail/empty-aside'
import { mailsBehind, reckonedDays } from '@main/features/reckoning/reckoning-queries'
import { emptyAsideJob } from '@main/jobs/empty-aside-job'
import { sweepFiles } from '@main/store/sweep-files'
import { eventually } from '../../../support/eventually'
import { mailDesk, type MailDesk } from '../../../support/mail-desk'
import { quietMailbox } from '../../../support/mailbox-fields'
import { rawMail } from '../../../support/raw-mails'

const DESK = 'desk@capannori.example'
const SECOND = 1000

let desk: MailDesk
let start: Instant
beforeEach(async () => {
  desk = await mailDesk()
  await desk.client.mail.createMailbox({ ...quietMailbox(DESK), password: 'chiave' })
  start = asInstant(Math.floor(desk.clock.now() / SECOND) * SECOND - 60_000)
})
afterEach(() => desk.close())

const withFile = (subject: string, ...more: readonly string[]): Buffer =>
  rawMail(
    'From: Comitato <comitato@frazione.example>',
    `To: ${DESK}`,
    `Subject: ${subject}`,
    `Message-ID: <${subject.replace(/\W/g, '')}@frazione.example>`,
    ...more,
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/html',
    '',
    `<p>Testo di ${subject}</p>`,
    '--b',
    'Content-Type: application/pdf; name=avviso.pdf',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(`File di ${subject}`).toString('base64'),
    '--b--',
    '',
  )
/** A newsletter, one that a person doubts and dismisses, one that still waits, and a citizen's report. */
const fill = async () => {
  const bulk = ['Precedence: bulk', 'Reply-To: a@b.example']
  await desk.receive(
    [
      withFile('Bollettino', 'List-Id: <comitato.example>'),
      withFile('Dubbio archiviato', ...bulk),
      withFile('Dubbio in attesa', ...bulk),
      withFile('Buca in via Romana'),
    ],
    { mailboxId: 1, uid: 1, receivedAt: start },
  )
  const day = dayAt(start, 'Europe/Rome')
  await desk.parts.current.store.write((db) =>
    db
      .insertInto('mail_days')
      .values({
        mailbox_id: 1,
        day,
        at: start,
        uid_validity: 1,
        mails: JSON.stringify(
          [1, 2, 3, 4].map((uid) => ({ uid, at: start, from: 'Comitato', subject: `Oggetto ${uid}` })),
        ),
      })
      .execute(),
  )
  const { rows } = await look('waiting', 'archiviato')
  await desk.client.mail.resolveQuarantine({ id: rows[0]?.id as QuarantineId, action: { kind: 'dismiss' } })
  return day
}
const look = async (view: QuarantineView, text = '') => {
  const found = await desk.client.mail.quarantine({ view, text })
  if (!found.ok) throw new Error(found.error.code)
  return found.value
}
const keepFor = async (days: number | null): Promise<void> => {
  const all = await desk.client.settings.all({})
  if (!all.ok) throw new Error(all.error.code)
  const base = all.value.mail
  const saved = await desk.client.settings.save({ key: 'mail', base, value: { ...base, emptyAsideDays: days } })
  if (!saved.ok) throw new Error(saved.error.code)
}
const round = async (): Promise<number> => {
  const done = await desk.parts.current.leases.during('empty-aside', (lease) => emptyAside(desk.parts, lease))
  if (done.state !== 'done' || !done.value.ok) throw new Error('no round')
  return done.value.value
}
const read = async <T>(what: Parameters<typeof desk.parts.current.store.read<T>>[0]): Promise<T> => {
  const found = await desk.parts.current.store.read(what)
  if (!found.ok) throw new Error(found.error.code)
  return found.value
}
const blobs = async (): Promise<number> =>
  read(async (db) => (await db.selectFrom('blobs').select('sha256').execute()).length)
const reckoned = async () => read(async (db) => (await reckonedDays(db, 5)).days)

describe('what was laid aside, after the time for which the office keeps it', () => {
  it('is kept for ever unless the office says otherwise', async () => {
    await fill()
    desk.clock.skip(4000 * DAY_MS)
    expect(await read((db) => isEmptyingDue(db, desk.clock.now()))).toBe(false)
    expect(await round()).toBe(0)
    expect((await look('automatic')).rows).toMatchObject([{ subject: 'Bollettino', emptiedAt: null }])
  })

  it('loses sender, words and files, and the day that counted it goes on adding up', async () => {
    const day = await fill()
    await keepFor(30)
    desk.clock.skip(29 * DAY_MS)
    expect(await round()).toBe(0)
    const before = await reckoned()
    desk.clock.skip(2 * DAY_MS)
    expect(await round()).toBe(2)

    const gone = { from: '', subject: '', sha256: '', word: '', emptiedAt: expect.any(Number) as number }
    expect(await look('automatic')).toMatchObject({ total: 1, rows: [gone] })
    expect(await look('dismissed')).toMatchObject({ total: 1, rows: [gone] })
    expect(await look('automatic', 'bollettino')).toMatchObject({ total: 0 })
    // What waits for a person, and what belongs to a ticket, is as it was.
    expect((await look('waiting')).rows).toMatchObject([{ subject: 'Dubbio in attesa', emptiedAt: null }])
    const tickets = await desk.client.tickets.list({ filter: { view: 'all' } })
    expect(tickets.ok && tickets.value.total).toBe(1)

    expect(await reckoned()).toEqual(before)
    const listed = async (place: 'automatic' | 'quarantined' | 'created') =>
      (await read((db) => mailsBehind(db, { mailboxId: 1 as MailboxId, day, place }))).mails
    expect(await listed('automatic')).toMatchObject([{ from: '', subject: '' }])
    expect(await listed('created')).toMatchObject([{ from: 'Comitato', subject: 'Oggetto 4' }])
    expect(await round()).toBe(0)
  })

  it('leaves the disk too, and takes nothing along that something else names', async () => {
    await fill()
    await keepFor(7)
    // The one that waits keeps its source; the report its source, words and file.
    const { files, store } = desk.parts.current
    expect(await blobs()).toBe(6)
    desk.clock.skip(8 * DAY_MS)
    expect(await round()).toBe(2)
    expect(await blobs()).toBe(4)
    const swept = await sweepFiles(store, files, desk.clock.now())
    // Source, words and file of both, and of the one that waits what its source holds anyway.
    expect(swept.orphans).toBe(8)
    const waiting = (await look('waiting')).rows[0]
    const made = await desk.client.mail.resolveQuarantine({
      id: waiting?.id as QuarantineId,
      action: { kind: 'ticket' },
    })
    expect(made.ok).toBe(true)
    const left = await read((db) => db.selectFrom('attachments').select(['name', 'sha256']).execute())
    expect(left.map(({ name }) => name)).toEqual(['avviso.pdf', 'avviso.pdf'])
    for (const { sha256 } of left) expect((await files.read(sha256)).toString()).toMatch(/^File di (Buca|Dubbio in)/)
  })

  it('cannot be put back, read or made a ticket of', async () => {
    await fill()
    await keepFor(7)
    desk.clock.skip(8 * DAY_MS)
    await round()
    const [dismissed] = (await look('dismissed')).rows
    const [automatic] = (await look('automatic')).rows
    const refused = { ok: false, error: { code: 'not_found' } }
    expect(await desk.client.mail.reopenQuarantine({ id: dismissed?.id as QuarantineId })).toMatchObject(refused)
    expect(await desk.client.mail.quarantineSource({ id: automatic?.id as QuarantineId })).toMatchObject(refused)
    const again = { id: automatic?.id as QuarantineId, action: { kind: 'ticket' } } as const
    expect(await desk.client.mail.resolveQuarantine(again)).toMatchObject(refused)
  })

  it('is not emptied when somebody dismissed it only lately', async () => {
    await fill()
    const id = (await look('dismissed')).rows[0]?.id as QuarantineId
    await desk.client.mail.reopenQuarantine({ id })
    await keepFor(30)
    desk.clock.skip(40 * DAY_MS)
    await desk.client.mail.resolveQuarantine({ id, action: { kind: 'dismiss' } })
    expect(await round()).toBe(1)
    expect((await look('dismissed')).rows).toMatchObject([{ subject: 'Dubbio archiviato' }])
  })

  it('goes by itself while a desk is open', async () => {
    await fill()
    await keepFor(7)
    desk.clock.skip(8 * DAY_MS)
    const job = emptyAsideJob(desk.parts, 20)
    await job.start()
    await eventually('the round', async () => (await look('automatic')).rows[0]?.emptiedAt !== null)
    await job.stop()
    expect((await look('dismissed')).rows[0]?.emptiedAt).not.toBeNull()
  })
})
