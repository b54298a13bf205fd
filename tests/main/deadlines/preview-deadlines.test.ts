import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import type { DeadlineSettings } from '@shared/contract/settings'
import { DAY_MS, asDay, asInstant } from '@shared/kernel/instant'
import { defaultSettings } from '@main/features/settings/defaults'
import { isWorkPending } from '@main/features/tickets/pending-work'
import { MONDAY_MORNING, type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'
import { eventually } from '../../support/eventually'

let desk: TestDesk
let manager: Client
let administrator: Client

beforeEach(async () => {
  desk = await openTestDesk()
  manager = await desk.as('manager')
  administrator = await desk.as('administrator')
})
afterEach(() => desk.close())

const base = defaultSettings.deadlines
/** A working day and a half is what a complaint gets, an hour what a normal report is answered in. */
const stricter: DeadlineSettings = {
  ...base,
  byPriority: { ...base.byPriority, normal: { firstAnswerMinutes: 30, resolutionMinutes: 60 } },
  byKind: { suggestion: { firstAnswerMinutes: 12_600, resolutionMinutes: 0 } },
}

const file = async (subject: string, extra: object = {}) =>
  valueOf(await manager.tickets.create({ channel: 'phone', subject, priority: 'normal', ...extra })).id
const duesNow = async (): Promise<Map<number, number | null>> => {
  const { rows } = valueOf(await manager.tickets.list({ filter: { view: 'open' }, offset: 0, limit: 100 }))
  return new Map(rows.map(({ id, dueAt }) => [id, dueAt]))
}

describe('what other deadlines would move', () => {
  it('is told before they are saved, and is what saving then does', async () => {
    for (let index = 0; index < 6; index += 1) await file(`Buca ${index}`)
    await file('Urgente', { priority: 'urgent' })
    await file('Una panchina in più', { kind: 'suggestion' })
    const waits = await file('Aspetta il pezzo')
    const wait = { to: 'waiting', waitingUntil: asDay('2026-11-30'), waitingReason: 'material' } as const
    valueOf(await manager.tickets.changeStatus({ id: waits, base: 'new', ...wait }))
    // A day later: reports of Monday would be late by the stricter rule.
    const tuesday = asInstant(MONDAY_MORNING + DAY_MS)
    desk.at(tuesday)
    // Nobody stays signed in over night.
    manager = await desk.as('manager')
    administrator = await desk.as('administrator')
    const before = await duesNow()
    const told = valueOf(await manager.deadlines.preview({ deadlines: stricter }))
    expect(told).toMatchObject({ open: 9, becomeOverdue: 6 })
    expect(told.examples).toHaveLength(5)
    expect(await duesNow()).toEqual(before)

    valueOf(await administrator.settings.save({ key: 'deadlines', base, value: stricter }))
    await eventually('the deadlines to be worked out anew', async () => {
      const pending = await desk.engine.current.store.read(isWorkPending)
      return pending.ok && !pending.value
    })
    const after = await duesNow()
    const moved = [...after].map(([id, due]) => [before.get(id) ?? null, due] as const)
    expect(moved.filter(([was, is]) => was !== null && is !== null && is < was)).toHaveLength(told.earlier)
    expect(moved.filter(([was, is]) => was !== null && is !== null && is > was)).toHaveLength(told.later)
    expect([...after.values()].filter((due) => due !== null && due <= tuesday)).toHaveLength(told.overdue)
    expect(told.later).toBeGreaterThan(0)
  })

  it('is told of a new holiday too, before the calendar is saved', async () => {
    await file('Buca')
    const before = [...(await duesNow()).values()]
    const calendar = { ...defaultSettings.calendar, closures: [asDay('2026-11-23'), asDay('2026-11-24')] }
    expect(valueOf(await manager.deadlines.preview({ calendar }))).toMatchObject({ open: 1, later: 1, earlier: 0 })
    expect([...(await duesNow()).values()]).toEqual(before)
  })

  it('is nothing when nothing changes', async () => {
    await file('Lampione')
    expect(valueOf(await manager.deadlines.preview({ deadlines: base }))).toMatchObject({
      open: 1,
      earlier: 0,
      later: 0,
      gained: 0,
      lost: 0,
      becomeOverdue: 0,
      examples: [],
    })
  })

  it('counts more tickets than one read looks at', async () => {
    valueOf(
      await desk.engine.current.store.write(async (db) => {
        for (let seq = 1; seq <= 1203; seq += 1)
          await db
            .insertInto('tickets')
            .values({
              year: 2025,
              seq,
              number: `X-${seq}`,
              tracking_code: `X-${seq}`,
              channel: 'phone',
              kind: 'report',
              subject: 'Buca',
              status: 'new',
              is_open: 1,
              priority: 1,
              created_at: MONDAY_MORNING,
              last_activity_at: MONDAY_MORNING,
            })
            .execute()
      }),
    )
    expect(valueOf(await manager.deadlines.preview({ deadlines: base }))).toMatchObject({ open: 1203, gained: 1203 })
  })

  it('is for whom may read the settings', async () => {
    expect(codeOf(await desk.line().client.deadlines.preview({ deadlines: base }))).toBe('unauthenticated')
  })
})
