import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import type { TimelineEntry } from '@shared/contract/tickets'
import type { CrewId, EntryId, TicketId } from '@shared/kernel/ids'
import { type Day, MINUTE_MS, asDay, asInstant } from '@shared/kernel/instant'
import { MONDAY_MORNING, type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'

const TUESDAY = asDay('2026-11-24')
const FRIDAY = asDay('2026-11-27')

let desk: TestDesk
let giorgio: Client
let roads: CrewId
let lights: CrewId

beforeEach(async () => {
  desk = await openTestDesk()
  giorgio = await desk.as('manager')
  roads = await crew('Strade')
  lights = await crew('Luce')
})
afterEach(() => desk.close())

const crew = async (name: string): Promise<CrewId> =>
  valueOf(
    await giorgio.crews.create({
      name,
      color: '#0066cc',
      vehicle: '',
      capacityVisits: 8,
      capacityMinutes: 420,
      active: true,
      members: [],
      ...{ skills: [], districts: [], weekdays: [1, 2, 3, 4, 5], absences: [] },
    }),
  ).id
const report = async (subject: string): Promise<TicketId> =>
  valueOf(await giorgio.tickets.create({ channel: 'phone', subject })).id
const plan = async (ticketIds: TicketId[], day: Day, crewId = roads): Promise<void> =>
  void valueOf(await giorgio.crews.plan({ ticketIds, crewId, day }))
/** `Buca (Strade)` for every visit of that day, in the crews' order. */
const onBoard = async (day: Day): Promise<string[]> => {
  const { crews, visits } = valueOf(await giorgio.crews.board({ from: day, days: 1 }))
  const name = new Map(crews.map((one) => [one.id, one.name]))
  return visits.map((visit) => `${visit.ticket.subject} (${name.get(visit.crewId) ?? '?'})`)
}
const lastEntry = async (id: TicketId): Promise<TimelineEntry | undefined> =>
  valueOf(await giorgio.tickets.timeline({ id })).entries.at(-1)
const close = async (id: TicketId, extra: object = {}): Promise<EntryId> => {
  const { status } = valueOf(await giorgio.tickets.get({ id }))
  return valueOf(await giorgio.tickets.changeStatus({ id, base: status, to: 'closed', outcome: 'withdrawn', ...extra }))
    .entryId
}

describe('a ticket that leaves the crews', () => {
  it('takes its visits off the board when it closes, closes the gap, and tells it', async () => {
    const [hole, lamp, bench] = [await report('Buca'), await report('Lampione'), await report('Panchina')]
    await plan([hole, lamp, bench], TUESDAY)
    await plan([lamp], FRIDAY, lights)
    await close(lamp)
    expect(await onBoard(TUESDAY)).toEqual(['Buca (Strade)', 'Panchina (Strade)'])
    expect(await onBoard(FRIDAY)).toEqual([])
    expect(valueOf(await giorgio.tickets.get({ id: lamp })).plannedVisits).toEqual([])
    const entry = await lastEntry(lamp)
    expect(entry?.data).toEqual({
      from: 'assigned',
      to: 'closed',
      outcome: 'withdrawn',
      visitsOff: [
        { crew: 'Strade', day: TUESDAY },
        { crew: 'Luce', day: FRIDAY },
      ],
    })
  })

  it('keeps them on request where that makes sense, and only there', async () => {
    const [works, gone] = [await report('Asfaltatura'), await report('Ritirata')]
    await plan([works, gone], TUESDAY)
    await close(works, { outcome: 'planned_works', keepVisits: true })
    await close(gone, { keepVisits: true })
    expect(await onBoard(TUESDAY)).toEqual(['Asfaltatura (Strade)'])
  })

  it('leaves to the crew what comes after the waiting, and what was kept when a body took over', async () => {
    const id = await report('Palo')
    await plan([id], TUESDAY)
    await plan([id], FRIDAY)
    valueOf(
      await giorgio.tickets.changeStatus({
        id,
        base: 'assigned',
        to: 'waiting',
        waitingUntil: FRIDAY,
        waitingReason: 'material',
      }),
    )
    expect([...(await onBoard(TUESDAY)), ...(await onBoard(FRIDAY))]).toEqual(['Palo (Strade)'])
    const { bodies } = valueOf(await giorgio.settings.catalog({}))
    const province = bodies.find((body) => !body.isHome)
    valueOf(
      await giorgio.tickets.changeStatus({
        id,
        base: 'waiting',
        to: 'forwarded',
        bodyId: province?.id ?? null,
        keepVisits: true,
      }),
    )
    expect(await onBoard(FRIDAY)).toEqual(['Palo (Strade)'])
  })

  it('hands its days to the new crew when it changes hands, and loses them with the crew', async () => {
    const [hole, lamp] = [await report('Buca'), await report('Lampione')]
    await plan([lamp], TUESDAY, lights)
    await plan([hole], TUESDAY)
    valueOf(await giorgio.tickets.assign({ id: hole, base: roads, crewId: lights, note: 'Serve il cestello' }))
    expect(await onBoard(TUESDAY)).toEqual(['Lampione (Luce)', 'Buca (Luce)'])
    expect((await lastEntry(hole))?.data).toEqual({ crew: 'Luce', visitsHanded: [{ crew: 'Luce', day: TUESDAY }] })
    valueOf(await giorgio.tickets.assign({ id: hole, base: lights, crewId: null }))
    expect(await onBoard(TUESDAY)).toEqual(['Lampione (Luce)'])
  })
})

describe('taking a step back', () => {
  it('puts state, outcome and visits where they were, in their order', async () => {
    const [hole, lamp, bench] = [await report('Buca'), await report('Lampione'), await report('Panchina')]
    await plan([hole, lamp, bench], TUESDAY)
    const before = valueOf(await giorgio.tickets.get({ id: lamp }))
    const entryId = await close(lamp)
    valueOf(await giorgio.tickets.undoStep({ id: lamp, entryId }))
    expect(await onBoard(TUESDAY)).toEqual(['Buca (Strade)', 'Lampione (Strade)', 'Panchina (Strade)'])
    expect(valueOf(await giorgio.tickets.get({ id: lamp }))).toMatchObject({
      status: 'assigned',
      outcome: null,
      closedAt: null,
      crewId: roads,
      resolutionDue: before.resolutionDue,
      plannedVisits: before.plannedVisits,
    })
    expect((await lastEntry(lamp))?.data).toEqual({
      undone: true,
      from: 'closed',
      to: 'assigned',
      visitsBack: [{ crew: 'Strade', day: TUESDAY }],
    })
  })

  it('gives a ticket back to the crew that had it, with its days', async () => {
    const [hole, lamp] = [await report('Buca'), await report('Lampione')]
    await plan([hole, lamp], TUESDAY)
    const { entryId } = valueOf(
      await giorgio.tickets.assign({ id: hole, base: roads, crewId: lights, note: 'Serve il cestello' }),
    )
    if (entryId === null) throw new Error('nothing changed hands')
    valueOf(await giorgio.tickets.undoStep({ id: hole, entryId }))
    expect(await onBoard(TUESDAY)).toEqual(['Buca (Strade)', 'Lampione (Strade)'])
    expect(valueOf(await giorgio.tickets.get({ id: hole })).crewId).toBe(roads)
  })

  it('counts the time in which it waited only until it was taken back', async () => {
    const id = await report('Palo')
    const before = valueOf(await giorgio.tickets.get({ id })).resolutionDue
    const { entryId } = valueOf(
      await giorgio.tickets.changeStatus({ id, base: 'new', to: 'waiting', waitingUntil: FRIDAY }),
    )
    valueOf(await giorgio.tickets.undoStep({ id, entryId }))
    expect(valueOf(await giorgio.tickets.get({ id }))).toMatchObject({ status: 'new', resolutionDue: before })
  })

  it('is refused to anybody else, too late, twice, or once the ticket moved on', async () => {
    const id = await report('Buca')
    const first = valueOf(await giorgio.tickets.changeStatus({ id, base: 'new', to: 'accepted' })).entryId
    const maria = await desk.as('phone')
    expect(codeOf(await maria.tickets.undoStep({ id, entryId: first }))).toBe('undo_expired')
    const second = valueOf(await giorgio.tickets.changeStatus({ id, base: 'accepted', to: 'in_progress' })).entryId
    expect(codeOf(await giorgio.tickets.undoStep({ id, entryId: first }))).toBe('undo_expired')
    desk.at(asInstant(MONDAY_MORNING + 2 * MINUTE_MS))
    expect(codeOf(await giorgio.tickets.undoStep({ id, entryId: second }))).toBe('undo_expired')
    desk.at(MONDAY_MORNING)
    expect(codeOf(await giorgio.tickets.undoStep({ id, entryId: second }))).toBe('ok')
    expect(codeOf(await giorgio.tickets.undoStep({ id, entryId: second }))).toBe('undo_expired')
    expect(valueOf(await giorgio.tickets.get({ id })).status).toBe('accepted')
  })
})
