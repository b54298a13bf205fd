import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import { CITIZEN_STEPS, type CitizenStep } from '@shared/citizen/steps'
import type { TicketId } from '@shared/kernel/ids'
import { HOUR_MS, MINUTE_MS, asInstant } from '@shared/kernel/instant'
import { markFailing } from '@main/features/mail/failing-addresses'
import { tellCitizens } from '@main/features/citizen/tell-citizens'
import { secureRandom } from '@main/platform/random'
import { MONDAY_MORNING, type TestDesk, openTestDesk, valueOf } from '../../support/engine'

let desk: TestDesk
let giorgio: Client
let now = MONDAY_MORNING

/** Messages of the stories before. */
let seen = 0

beforeAll(async () => {
  desk = await openTestDesk({ host: 'cli' })
  giorgio = await desk.as('manager')
  const server = JSON.stringify({
    host: 'mail.town.example',
    port: 993,
    security: 'tls',
    username: 'ufficio',
    pinnedFingerprint: '',
  })
  const box = { name: 'Ufficio', address: 'ufficio@town.example', sender_name: 'Ufficio', imap: server, smtp: server }
  await store().write((db) =>
    db
      .insertInto('mailboxes')
      .values({ ...box, first_sync_days: null })
      .execute(),
  )
})
beforeEach(async () => {
  later(24 * HOUR_MS)
  giorgio = await desk.as('manager')
  await tell()
  seen = Number(
    valueOf(
      await store().read((db) =>
        db
          .selectFrom('messages')
          .select(({ fn }) => fn.max('id').as('id'))
          .executeTakeFirstOrThrow(),
      ),
    ).id ?? 0,
  )
})
afterAll(() => desk.close())

const store = () => desk.engine.current.store
const later = (milliseconds: number): void => {
  now = asInstant(now + milliseconds)
  desk.at(now)
}
/** What the job does when it wakes up. */
const tell = async (): Promise<number> => {
  const { current, clock, logger } = desk.engine
  const held = await current.leases.hold('citizen-steps')
  if (held.state !== 'held') throw new Error(held.state)
  return valueOf(await tellCitizens({ current, clock, logger, random: secureRandom }, held.lease))
}
const tellOf = async (...steps: CitizenStep[]): Promise<void> => {
  const administrator = await desk.as('administrator')
  const { citizen } = valueOf(await administrator.settings.all({}))
  const value = structuredClone(citizen)
  for (const step of CITIZEN_STEPS) value.steps[step].on = steps.includes(step)
  valueOf(await administrator.settings.save({ key: 'citizen', base: citizen, value }))
}
const report = async (address: string | null, subject = 'Lampione spento'): Promise<TicketId> => {
  const reporter =
    address === null
      ? ({ kind: 'anonymous' } as const)
      : ({
          kind: 'new',
          contact: {
            name: 'Anna Verdi',
            address: '',
            notes: '',
            identifiers: address === '' ? [] : [{ kind: 'email' as const, value: address }],
          },
        } as const)
  return valueOf(await giorgio.tickets.create({ channel: 'phone', subject, reporter })).id
}
const mails = async (): Promise<{ subject: string; text: string; to: string }[]> => {
  const rows = valueOf(
    await store().read((db) =>
      db
        .selectFrom('messages')
        .innerJoin('outbox', 'outbox.message_id', 'messages.id')
        .select(['messages.subject', 'messages.text', 'messages.recipients_to', 'outbox.automatic'])
        .where('messages.id', '>', seen)
        .orderBy('messages.id')
        .execute(),
    ),
  )
  expect(rows.every(({ automatic }) => automatic === 1)).toBe(true)
  return rows.map(({ subject, text, recipients_to }) => ({ subject, text, to: recipients_to }))
}
const untold = async (id: TicketId): Promise<unknown[]> =>
  valueOf(await giorgio.tickets.timeline({ id }))
    .entries.filter(({ kind }) => kind === 'untold')
    .map(({ data }) => [data['step'], data['untold']])
const move = async (id: TicketId, base: 'new' | 'accepted' | 'closed', to: 'accepted' | 'closed') =>
  valueOf(await giorgio.tickets.changeStatus({ id, base, to, outcome: to === 'closed' ? 'resolved' : null }))

describe('the citizen is told at the steps that the office chose', () => {
  it('writes of the step once it cannot be taken back, with the number, the code and the name', async () => {
    await tellOf('received', 'accepted')
    const id = await report('anna@citizens.example')
    expect(await tell()).toBe(0)
    later(2 * MINUTE_MS)
    expect(await tell()).toBe(1)
    await move(id, 'new', 'accepted')
    later(2 * MINUTE_MS)
    expect(await tell()).toBe(1)
    expect(await tell()).toBe(0)
    const { number, trackingCode } = valueOf(await giorgio.tickets.get({ id }))
    const [received, accepted, ...more] = await mails()
    expect(more).toEqual([])
    expect(received).toMatchObject({ subject: `[#${number}] Segnalazione ricevuta`, to: '["anna@citizens.example"]' })
    expect(received?.text).toContain(trackingCode)
    expect(received?.text).toContain('Buongiorno Anna Verdi,')
    expect(accepted?.subject).toBe(`[#${number}] Segnalazione presa in carico`)
    // A line about what nobody knows is left out, not sent with its braces.
    expect(accepted?.text).not.toMatch(/[{}]/)
    const { entries } = valueOf(await giorgio.tickets.timeline({ id }))
    expect(entries.filter(({ message }) => message?.purpose === 'step')).toHaveLength(2)
  })

  it('says nothing of a bulk change that is taken back in time, and speaks once when it is done again', async () => {
    await tellOf('accepted')
    const ids = [await report('anna@citizens.example'), await report('bruno@citizens.example', 'Buca')]
    const change = { kind: 'status', to: 'accepted' } as const
    const { steps } = valueOf(await giorgio.bulk.apply({ ids, change }))
    later(20_000)
    valueOf(await giorgio.bulk.undo({ steps }))
    later(5 * MINUTE_MS)
    expect(await tell()).toBe(0)
    valueOf(await giorgio.bulk.apply({ ids, change }))
    later(5 * MINUTE_MS)
    await tell()
    expect(await mails()).toHaveLength(2)
  })

  it('tells of a second closing after a reopening, and of no step twice without one', async () => {
    await tellOf('closed')
    const id = await report('anna@citizens.example')
    await move(id, 'new', 'closed')
    later(5 * MINUTE_MS)
    await tell()
    await move(id, 'closed', 'accepted')
    await move(id, 'accepted', 'closed')
    later(5 * MINUTE_MS)
    await tell()
    expect(await mails()).toHaveLength(2)
  })

  it('leaves the anonymous, the unreachable and the bouncing alone, and says so', async () => {
    await tellOf('accepted')
    const ids = [
      await report(null),
      await report(''),
      await report('gone@citizens.example'),
      await report('noreply@shop.example'),
      await report('ufficio@town.example'),
    ]
    await store().write((db) => markFailing(db, ['gone@citizens.example'], { word: 'bounced', reason: '5.1.1' }, now))
    for (const id of ids) await move(id, 'new', 'accepted')
    later(5 * MINUTE_MS)
    await tell()
    expect(await mails()).toEqual([])
    expect(await Promise.all(ids.map(untold))).toEqual([
      [['accepted', 'anonymous']],
      [['accepted', 'no_address']],
      [['accepted', 'bounced']],
      [['accepted', 'automatic_address']],
      [['accepted', 'no_address']],
    ])
  })

  it('does not repeat what an official answer said, nor tells of a step that a later one overtook', async () => {
    await tellOf('accepted', 'closed')
    const id = await report('anna@citizens.example')
    await move(id, 'new', 'accepted')
    valueOf(
      await giorgio.messages.reply({
        ticketId: id,
        via: 'phone',
        text: 'Riparato.',
        official: true,
        seenEntryId: Number.MAX_SAFE_INTEGER,
        close: { base: 'accepted', outcome: 'resolved' },
      }),
    )
    later(5 * MINUTE_MS)
    await tell()
    expect(await mails()).toEqual([])
    expect((await untold(id)).toSorted()).toEqual([
      ['accepted', 'overtaken'],
      ['closed', 'answered'],
    ])
  })

  it('tells those who reported the same, each under their own number', async () => {
    await tellOf('closed')
    const id = await report('anna@citizens.example')
    const other = await report('bruno@citizens.example')
    valueOf(await giorgio.relations.merge({ masterId: id, ids: [other] }))
    await move(id, 'new', 'closed')
    later(5 * MINUTE_MS)
    await tell()
    const [first, second] = await mails()
    const numbers = [
      valueOf(await giorgio.tickets.get({ id })).number,
      valueOf(await giorgio.tickets.get({ id: other })).number,
    ]
    expect(first).toMatchObject({ to: '["anna@citizens.example"]', subject: `[#${numbers[0]}] Segnalazione chiusa` })
    expect(second).toMatchObject({ to: '["bruno@citizens.example"]', subject: `[#${numbers[1]}] Segnalazione chiusa` })
  })

  it('stops at the tenth notice to one address within three hours', async () => {
    await tellOf('accepted')
    const ids: TicketId[] = []
    for (let index = 0; index < 12; index += 1) ids.push(await report('anna@citizens.example', `Buca ${index}`))
    for (const id of ids) await move(id, 'new', 'accepted')
    later(5 * MINUTE_MS)
    await tell()
    expect(await mails()).toHaveLength(10)
    expect(await untold(ids[11] as TicketId)).toEqual([['accepted', 'too_many']])
    later(4 * HOUR_MS)
    expect(await tell()).toBe(0)
  })

  it('says nothing where the office did not ask for it', async () => {
    await tellOf()
    const id = await report('anna@citizens.example')
    await move(id, 'new', 'accepted')
    later(5 * MINUTE_MS)
    expect(await tell()).toBe(0)
    expect(await untold(id)).toEqual([])
  })
})
