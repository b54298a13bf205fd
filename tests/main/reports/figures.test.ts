import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import type { Figures } from '@shared/contract/reports'
import type { TicketFilterInput } from '@shared/contract/tickets'
import type { BodyId } from '@shared/kernel/ids'
import { asDay, asInstant } from '@shared/kernel/instant'
import { DIMENSIONS, MEASURES, TALLIES, filterOf } from '@shared/reports/figures'
import { yearPeriod } from '@shared/reports/period'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { DEMO_PASSWORD } from '@main/demo/demo-town'
import { type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'

const NOW = asInstant(Date.UTC(2026, 10, 26, 9, 0))

let folder: string
let desk: TestDesk
let anna: Client

const write = (statement: string): unknown =>
  desk.engine.current.opened?.store.connections.writer.prepare(statement).run()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'figures-'))
  await makeDemoStore(join(folder, 'a.db'), { tickets: 260, now: NOW })
  desk = await openTestDesk({ storePath: join(folder, 'a.db') })
  desk.at(NOW)
  anna = desk.line().client
  valueOf(await anna.accounts.signIn({ username: 'anna', password: DEMO_PASSWORD }))
  // What the demonstration's office never did: merge, reopen, leave blank, carry over from the year before, be late.
  write(`UPDATE tickets SET status = 'merged', is_open = 0 WHERE id % 23 = 0`)
  write(`UPDATE tickets SET reopened = 1 WHERE id % 17 = 0`)
  write(`UPDATE tickets SET category_id = NULL WHERE id % 19 = 0`)
  write(`UPDATE tickets SET district_id = NULL WHERE id % 29 = 0`)
  write(`UPDATE tickets SET created_at = created_at - 10368000000 WHERE id % 5 = 0`)
  write(`UPDATE tickets SET resolution_due = closed_at - 1, done_at = NULL WHERE id % 13 = 0 AND closed_at IS NOT NULL`)
  write(`UPDATE tickets SET resolution_due = NULL WHERE id % 31 = 0`)
  write(
    `INSERT INTO follow_ups (ticket_id, closed_at, at, state, answer)
     SELECT id, closed_at, closed_at, iif(id % 7 = 0, 'unasked', 'asked'), iif(id % 7 = 0, NULL, iif(id % 3 = 0, 'no', iif(id % 3 = 1, 'yes', NULL)))
     FROM tickets WHERE closed_at IS NOT NULL`,
  )
  // Asked at two closings, the same ticket counts once.
  write(
    `INSERT INTO follow_ups (ticket_id, closed_at, at, state, answer) SELECT id, 1, 1, 'asked', 'yes' FROM tickets WHERE id % 11 = 0`,
  )
})
afterAll(async () => {
  await desk.close()
  await rm(folder, { recursive: true, force: true })
})

const behind = async (filter: TicketFilterInput): Promise<number> =>
  valueOf(await anna.tickets.list({ filter, limit: 1, offset: 0 })).total

/** Every number of a period by its name, and the filter that the page gives to its link. */
const numbersOf = (figures: Figures): [name: string, value: number, filter: TicketFilterInput][] => [
  ...MEASURES.map(
    (measure) =>
      [measure, figures.measures[measure], filterOf(measure, figures)] as [string, number, TicketFilterInput],
  ),
  ...figures.outcomes.flatMap(({ outcome, settledIn, settled }): [string, number, TicketFilterInput][] => [
    [`${outcome} settledIn`, settledIn, filterOf('settledIn', figures, { outcome })],
    [`${outcome} settled`, settled, filterOf('settled', figures, { outcome })],
  ]),
  ...figures.buckets.flatMap((bucket): [string, number, TicketFilterInput][] => [
    [`${bucket.from} received`, bucket.received, filterOf('received', bucket)],
    [`${bucket.from} closed`, bucket.closed, filterOf('closed', bucket)],
  ]),
  ...DIMENSIONS.flatMap((dimension) =>
    figures.by[dimension].flatMap(({ key, tallies }) =>
      TALLIES.map((tally): [string, number, TicketFilterInput] => [
        `${dimension} ${key} ${tally}`,
        tallies[tally],
        filterOf(tally, figures, { slice: { dimension, key } }),
      ]),
    ),
  ),
]

describe('every number of the reports', () => {
  it.each([
    ['this year', yearPeriod(2026)],
    ['a part of it', { from: asDay('2026-05-04'), to: asDay('2026-09-17') }],
  ])('of %s opens exactly the tickets that it counts', async (_name, period) => {
    const { period: now, before } = valueOf(await anna.reports.figures(period))
    const numbers = [...numbersOf(now), ...numbersOf(before)]
    expect(numbers.length).toBeGreaterThan(300)
    const wrong: string[] = []
    for (const [name, value, filter] of numbers) {
      const found = await behind(filter)
      if (found !== value) wrong.push(`${name}: ${value} counted, ${found} found`)
    }
    expect(wrong).toEqual([])
    // A figure that is nought everywhere would agree with anything.
    const none = MEASURES.filter((measure) => now.measures[measure] === 0 && measure !== 'overdue')
    expect(none).toEqual([])
  })

  it('is there for whom may read reports, and for nobody else', async () => {
    expect(codeOf(await desk.line().client.reports.figures(yearPeriod(2026)))).toBe('unauthenticated')
    const maria = desk.line().client
    valueOf(await maria.accounts.signIn({ username: 'maria', password: DEMO_PASSWORD }))
    expect(codeOf(await maria.reports.figures(yearPeriod(2026)))).toBe('forbidden')
    const lettore = desk.line().client
    valueOf(await lettore.accounts.signIn({ username: 'lettore', password: DEMO_PASSWORD }))
    expect(codeOf(await lettore.reports.figures(yearPeriod(2026)))).toBe('ok')
  })

  it('is refused for a period that ends before it begins', async () => {
    const backwards = { from: asDay('2026-12-31'), to: asDay('2026-01-01') }
    expect(await anna.reports.figures(backwards)).toMatchObject({ error: { code: 'invalid_input', field: 'to' } })
  })

  it('adds up: what was there, came and was closed leaves what is there', async () => {
    const { measures: m, buckets, by, outcomes } = valueOf(await anna.reports.figures(yearPeriod(2026))).period
    expect(m.stockBefore + m.received - m.closed).toBe(m.stockAfter)
    expect(m.settled + m.open).toBe(m.received)
    expect(m.settledIn + m.openAtEnd).toBe(m.received)
    expect(buckets.reduce((sum, { received }) => sum + received, 0)).toBe(m.received)
    expect(buckets.reduce((sum, { closed }) => sum + closed, 0)).toBe(m.closed)
    expect(outcomes.reduce((sum, { settled }) => sum + settled, 0)).toBe(m.settled)
    for (const dimension of ['channel', 'district', 'crew', 'body'] as const)
      expect(
        by[dimension].reduce((sum, { tallies }) => sum + tallies.received, 0),
        dimension,
      ).toBe(m.received)
  })
})

describe('a year told in two ways', () => {
  let own: TestDesk
  let manager: Client
  const at = (text: string): void => own.at(asInstant(Date.parse(text)))
  const file = async (moment: string, subject: string) => {
    at(moment)
    return valueOf(await manager.tickets.create({ channel: 'phone', subject, priority: 'normal' })).id
  }
  const close = async (id: Awaited<ReturnType<typeof file>>, moment: string, outcome = 'resolved') => {
    at(moment)
    const { status } = valueOf(await manager.tickets.get({ id }))
    valueOf(await manager.tickets.changeStatus({ id, base: status, to: 'closed', outcome: outcome as 'resolved' }))
  }

  beforeAll(async () => {
    own = await openTestDesk()
    manager = await own.as('manager')
  })
  afterAll(() => own.close())

  it('keeps apart what was closed in the year and what was closed since', async () => {
    const one = await file('2025-03-03T09:00:00Z', 'Buca')
    await close(one, '2025-03-04T10:00:00Z')
    const two = await file('2025-12-30T09:00:00Z', 'Lampione')
    await close(two, '2026-01-08T10:00:00Z', 'handled_by_body')
    await file('2025-06-03T09:00:00Z', 'Zanella')
    const four = await file('2025-09-01T08:00:00Z', 'Caditoia')
    await close(four, '2025-09-02T08:00:00Z')
    at('2026-02-02T09:00:00Z')
    valueOf(await manager.tickets.changeStatus({ id: four, base: 'closed', to: 'accepted' }))
    const last = valueOf(await manager.reports.figures(yearPeriod(2025))).period
    // Whatever was reopened was not settled, however it looked that evening.
    expect(last.measures).toMatchObject({
      received: 4,
      settledIn: 1,
      settled: 2,
      open: 2,
      openAtEnd: 3,
      reopened: 1,
      resolvedIn: 1,
    })
    const { period: now, before } = valueOf(await manager.reports.figures(yearPeriod(2026)))
    expect(now.measures).toMatchObject({ received: 0, stockBefore: 3, closed: 1, closedEarlier: 1, closedResolved: 0 })
    // The year runs: the one before is told up to the same day.
    expect(before.to).toBe('2025-02-02')
    expect(before.measures.received).toBe(0)
  })

  it('counts what somebody called the municipality’s own with what is nobody else’s', async () => {
    const said = await file('2026-02-10T09:00:00Z', 'Buca')
    const unsaid = await file('2026-02-10T09:10:00Z', 'Siepe')
    const home = valueOf(await manager.settings.catalog({})).bodies.find(({ isHome }) => isHome)?.id as BodyId
    valueOf(await manager.competence.choose({ ticketId: said, bodyId: home }))
    await close(said, '2026-02-10T15:00:00Z')
    const day = { from: asDay('2026-02-10'), to: asDay('2026-02-10') }
    const { measures, by } = valueOf(await manager.reports.figures(day)).period
    expect(measures).toMatchObject({ received: 2, ownReceived: 2, ownSettledIn: 1 })
    expect(by.body).toMatchObject([{ key: null, tallies: { received: 2 } }])
    const { rows } = valueOf(await manager.tickets.list({ filter: filterOf('ownReceived', day), limit: 9, offset: 0 }))
    expect(rows.map(({ id }) => id).toSorted()).toEqual([said, unsaid].toSorted())
  })

  it('tells times in office minutes', async () => {
    // The counter is open from 9 to 12:30: half an hour on Monday, an hour on Tuesday.
    const id = await file('2026-03-02T11:00:00Z', 'Cartello')
    await close(id, '2026-03-03T09:00:00Z')
    const { period, dayMinutes } = valueOf(
      await manager.reports.figures({ from: asDay('2026-03-02'), to: asDay('2026-03-02') }),
    )
    expect(period.settling).toEqual({ count: 1, median: 90, most: 90 })
    expect(period.by.channel).toMatchObject([{ key: 'phone', settling: { count: 1, median: 90 } }])
    expect(dayMinutes).toBe(210)
  })

  it('counts work that was taken up again by its last end', async () => {
    const id = await file('2026-04-01T08:00:00Z', 'Panchina')
    const step = async (to: 'accepted' | 'done' | 'in_progress', moment: string) => {
      at(moment)
      const { status } = valueOf(await manager.tickets.get({ id }))
      valueOf(await manager.tickets.changeStatus({ id, base: status, to }))
    }
    await step('accepted', '2026-04-01T08:10:00Z')
    await step('in_progress', '2026-04-01T08:20:00Z')
    await step('done', '2026-04-01T08:30:00Z')
    expect(valueOf(await manager.tickets.get({ id })).doneAt).toBe(Date.parse('2026-04-01T08:30:00Z'))
    await step('in_progress', '2026-04-01T09:00:00Z')
    expect(valueOf(await manager.tickets.get({ id })).doneAt).toBeNull()
    await close(id, '2026-10-01T08:00:00Z')
    const { measures } = valueOf(
      await manager.reports.figures({ from: asDay('2026-04-01'), to: asDay('2026-04-01') }),
    ).period
    expect(measures).toMatchObject({ kept: 0, missed: 1 })
  })
})
