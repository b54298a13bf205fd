import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Permission, permissionsOf } from '@shared/accounts/permissions'
import { contract } from '@shared/contract'
import type { RoundFields } from '@shared/contract/rounds'
import type { CategoryId, CrewId, DistrictId, EntryId, RoundId, TicketId, VisitId } from '@shared/kernel/ids'
import { asDay } from '@shared/kernel/instant'
import { roundHandlers } from '@main/features/rounds/handlers'
import { settingsHandlers } from '@main/features/settings/handlers'
import { readSetting } from '@main/features/settings/read-setting'
import { createTicket } from '@main/features/tickets/create-ticket'
import { undoStep } from '@main/features/tickets/undo-step'
import type { SignedInCaller } from '@main/platform/caller'
import { createTicketInput } from '@shared/contract/tickets'
import { type CrewDesk, NOW, must, openCrewDesk } from '../crews/crew-desk'

/** Monday 23 November 2026. */
const THURSDAY = asDay('2026-11-26')
const NEXT = asDay('2026-12-10')
const AFTER = asDay('2026-12-24')

describe('recurring rounds', () => {
  let desk: CrewDesk
  let rounds: ReturnType<typeof roundHandlers>
  let green: CrewId
  let other: CrewId
  let grass: CategoryId
  let marlia: DistrictId
  let lunata: DistrictId
  let me: SignedInCaller
  let made = 0

  const idOf = async (table: 'categories' | 'districts', name: string): Promise<number> =>
    must(
      await desk.store.read((db) =>
        db.selectFrom(table).select('id').where('name', 'like', name).executeTakeFirstOrThrow(),
      ),
    ).id

  beforeAll(async () => {
    desk = await openCrewDesk()
    rounds = roundHandlers(desk.parts)
    me = desk.maria as SignedInCaller
    green = await desk.crew('Verde')
    other = await desk.crew('Strade')
    grass = (await idOf('categories', 'Taglio erba%')) as CategoryId
    marlia = (await idOf('districts', 'Marlia')) as DistrictId
    lunata = (await idOf('districts', 'Lunata')) as DistrictId
  })
  afterAll(() => desk.close())

  const fields = (more: Partial<RoundFields> = {}): RoundFields => ({
    name: `Giro ${(made += 1)}`,
    categoryIds: [grass],
    districtIds: [marlia],
    crewId: green,
    everyWeeks: 2,
    weekdays: [4],
    season: null,
    startsOn: THURSDAY,
    endsOn: null,
    minutes: 180,
    ticketMinutes: 15,
    answer: 'Passiamo {giorno_previsto}.',
    active: true,
    ...more,
  })
  const round = async (more: Partial<RoundFields> = {}): Promise<RoundId> =>
    must(await rounds.create(me, fields(more))).id as RoundId
  const report = async (districtId: DistrictId | null = marlia, name = 'Erba alta'): Promise<TicketId> => {
    const id = await desk.ticket(name)
    await desk.store.write(async (db) => {
      await db
        .updateTable('tickets')
        .set({ category_id: grass, district_id: districtId })
        .where('id', '=', id)
        .execute()
    })
    return id
  }
  const visitsOf = async (ticketId: TicketId) =>
    must(
      await desk.store.read((db) =>
        db.selectFrom('visits').selectAll().where('ticket_id', '=', ticketId).orderBy('id').execute(),
      ),
    )
  const asideAll = async (): Promise<void> => {
    for (const one of must(await rounds.list(me, {})).rounds)
      if (one.active)
        must(await rounds.edit(me, { id: one.id as RoundId, base: { active: true }, changes: { active: false } }))
  }

  it('is recognised while a report is typed, joined in the same save, and the ticket waits for its day', async () => {
    const id = await round({ name: 'Taglio erba nord' })
    const offer = must(await rounds.covering(me, { categoryId: grass, districtId: marlia })).offer
    expect(offer).toMatchObject({ roundId: id, name: 'Taglio erba nord', day: THURSDAY, crewName: 'Verde', tickets: 0 })
    expect(must(await rounds.covering(me, { categoryId: grass, districtId: lunata })).offer).toBeNull()

    const input = createTicketInput.parse({
      channel: 'phone',
      description: 'Erba alta al cimitero',
      categoryId: grass,
      place: { text: 'Via Roma', districtId: marlia, lat: null, lon: null, precision: 'street' },
      round: { roundId: id, planned: THURSDAY },
    })
    const ticket = must(await createTicket(desk.parts, me, input))
    expect(await visitsOf(ticket.id)).toMatchObject([{ day: THURSDAY, crew_id: green, minutes: 15, round_id: id }])
    expect(await desk.stored(ticket.id)).toMatchObject({ status: 'assigned', crew_id: green })
    const mine = must(await rounds.ofTicket(me, { id: ticket.id }))
    expect(mine.offer).toBeNull()
    expect(mine.joined).toMatchObject([
      { name: 'Taglio erba nord', day: THURSDAY, answer: 'Passiamo {giorno_previsto}.' },
    ])
    // The board shows it with the day's capacity and how many wait for it.
    expect(must(await rounds.board(me, { from: asDay('2026-11-23'), days: 7 })).times).toMatchObject([
      { roundId: id, day: THURSDAY, crewId: green, minutes: 180, tickets: 1, doneAt: null },
    ])
    // So does the crew's paper.
    expect((await desk.sheet(green, THURSDAY, false)).rounds).toEqual([
      { name: 'Taglio erba nord', minutes: 180, where: 'Marlia' },
    ])
    await asideAll()
  })

  it('is joined from the ticket and left again, and joining can be taken back', async () => {
    const id = await round()
    const ticket = await report()
    const name = { ticketId: ticket, roundId: id, planned: THURSDAY }
    const { entryId } = must(await rounds.join(me, name))
    expect((await rounds.join(me, name)).ok).toBe(false)
    must(await undoStep(desk.parts, me, { id: ticket, entryId: entryId as EntryId }))
    expect(await visitsOf(ticket)).toEqual([])
    expect(await desk.stored(ticket)).toMatchObject({ status: 'new', crew_id: null })

    const { visitId } = must(await rounds.join(me, name))
    must(await rounds.leave(me, { visitId: visitId as VisitId }))
    expect(await visitsOf(ticket)).toEqual([])
    expect(must(await rounds.ofTicket(me, { id: ticket })).offer).toMatchObject({ roundId: id })
    await asideAll()
  })

  it('takes its tickets along when a time is moved, names whom to tell, and stops a desk that saw another day', async () => {
    const id = await round()
    const ticket = await report()
    must(await rounds.join(me, { ticketId: ticket, roundId: id, planned: THURSDAY }))
    const to = { roundId: id, planned: THURSDAY, base: THURSDAY, day: asDay('2026-11-28'), crewId: other }
    expect(must(await rounds.move(me, to)).toTell).toMatchObject([{ ticketId: ticket, day: '2026-11-28' }])
    expect(await visitsOf(ticket)).toMatchObject([{ day: '2026-11-28', crew_id: other, round_id: id }])
    expect(await desk.stored(ticket)).toMatchObject({ crew_id: other })
    expect((await desk.entries(ticket)).at(-1)).toMatchObject({
      kind: 'visit',
      data: { status: 'moved', fromDay: THURSDAY },
    })
    expect(await rounds.move(me, { ...to, day: asDay('2026-11-30') })).toMatchObject({
      ok: false,
      error: { code: 'conflict', current: { day: '2026-11-28' } },
    })
    const onto = { ...to, base: asDay('2026-11-28'), day: NEXT }
    expect(await rounds.move(me, onto)).toMatchObject({ ok: false, error: { code: 'round_day_taken' } })
    expect(await rounds.move(me, { ...onto, day: asDay('2026-11-20') })).toMatchObject({
      ok: false,
      error: { code: 'day_past' },
    })
    await asideAll()
  })

  it('left out once, its tickets go on to the next time; put aside, they wait for a day again', async () => {
    const id = await round()
    const ticket = await report()
    must(await rounds.join(me, { ticketId: ticket, roundId: id, planned: THURSDAY }))
    expect(must(await rounds.skip(me, { roundId: id, planned: THURSDAY, base: THURSDAY })).toTell).toMatchObject([
      { day: NEXT },
    ])
    expect(await visitsOf(ticket)).toMatchObject([{ day: NEXT, round_planned: NEXT }])
    const again = { ticketId: ticket, roundId: id, planned: THURSDAY }
    must(await rounds.restore(me, { roundId: id, planned: THURSDAY, ticketIds: [ticket] }))
    expect(await visitsOf(ticket)).toMatchObject([{ day: THURSDAY, round_planned: THURSDAY }])
    must(await rounds.skip(me, { roundId: id, planned: THURSDAY, base: THURSDAY }))
    expect(await visitsOf(ticket)).toMatchObject([{ day: NEXT }])
    expect(await rounds.join(me, again)).toMatchObject({ ok: false, error: { code: 'round_day_gone' } })
    const aside = { id, base: { active: true }, changes: { active: false } }
    expect(must(await rounds.edit(me, aside)).toTell).toMatchObject([{ ticketId: ticket, day: null }])
    expect(await visitsOf(ticket)).toEqual([])
    expect(await desk.stored(ticket)).toMatchObject({ status: 'accepted' })
  })

  it('given another calendar or crew, takes those who wait along', async () => {
    const id = await round()
    const ticket = await report()
    must(await rounds.join(me, { ticketId: ticket, roundId: id, planned: THURSDAY }))
    expect(must(await rounds.edit(me, { id, base: { crewId: green }, changes: { crewId: other } })).toTell).toEqual([])
    expect(await visitsOf(ticket)).toMatchObject([{ day: THURSDAY, crew_id: other }])
    const friday = { id, base: { weekdays: [4] }, changes: { weekdays: [5] } }
    expect(must(await rounds.edit(me, friday)).toTell).toMatchObject([{ day: '2026-11-27' }])
    expect(await visitsOf(ticket)).toMatchObject([{ day: '2026-11-27', round_planned: '2026-11-27' }])
    const stale = { id, base: { weekdays: [4] }, changes: { weekdays: [1] } }
    expect(await rounds.edit(me, stale)).toMatchObject({ ok: false, error: { code: 'conflict' } })
    await asideAll()
  })

  it('keeps those who wait for a time that was moved far away', async () => {
    const id = await round()
    const ticket = await report()
    must(await rounds.join(me, { ticketId: ticket, roundId: id, planned: THURSDAY }))
    const far = { roundId: id, planned: THURSDAY, base: THURSDAY, day: asDay('2027-03-16'), crewId: green }
    must(await rounds.move(me, far))
    must(await rounds.edit(me, { id, base: { crewId: green }, changes: { crewId: other } }))
    expect(await visitsOf(ticket)).toMatchObject([{ day: '2027-03-16', round_planned: THURSDAY, crew_id: other }])
    await asideAll()
  })

  it('goes round a holiday that the office names later, and its tickets with it', async () => {
    const id = await round()
    const ticket = await report()
    must(await rounds.join(me, { ticketId: ticket, roundId: id, planned: THURSDAY }))
    const { save } = settingsHandlers(desk.parts)
    const base = must(await desk.store.read((db) => readSetting(db, 'calendar')))
    const feast = { ...base, closures: [...base.closures, THURSDAY] }
    const told = must(await rounds.previewCalendar(me, { calendar: feast }))
    const name = must(await rounds.list(me, {})).rounds.find((one) => one.id === id)?.name ?? ''
    expect(told).toMatchObject({
      times: [{ name, from: THURSDAY, day: '2026-11-27' }],
      people: [{ ticketId: ticket, round: name, from: THURSDAY, day: '2026-11-27' }],
    })
    expect(await visitsOf(ticket)).toMatchObject([{ day: THURSDAY }])
    must(await save(me, { key: 'calendar', base, value: feast }))
    expect(await visitsOf(ticket)).toMatchObject([{ day: '2026-11-27', round_id: id, round_planned: THURSDAY }])
    expect(must(await rounds.previewCalendar(me, { calendar: feast }))).toEqual({ times: [], people: [] })
    const back = must(await rounds.previewCalendar(me, { calendar: base }))
    expect(back.people).toMatchObject([{ ticketId: ticket, from: '2026-11-27', day: THURSDAY }])
    expect(must(await rounds.ofTicket(me, { id: ticket })).joined).toMatchObject([{ day: '2026-11-27' }])
    must(await save(me, { key: 'calendar', base: feast, value: base }))
    expect(await visitsOf(ticket)).toMatchObject([{ day: THURSDAY }])
    await asideAll()
  })

  it('is not made twice on one day: a time that was left out comes back only to a free one', async () => {
    const id = await round()
    must(await rounds.skip(me, { roundId: id, planned: THURSDAY, base: THURSDAY }))
    must(await rounds.move(me, { roundId: id, planned: NEXT, base: NEXT, day: THURSDAY, crewId: green }))
    expect(await rounds.restore(me, { roundId: id, planned: THURSDAY, ticketIds: [] })).toMatchObject({
      ok: false,
      error: { code: 'round_day_taken' },
    })
    await asideAll()
  })

  it('shows a ticket whose time is no more, instead of refusing the whole ticket', async () => {
    const id = await round()
    const ticket = await report()
    must(await rounds.join(me, { ticketId: ticket, roundId: id, planned: THURSDAY }))
    // As a desk of another version, or a copy brought back, may leave it.
    await desk.store.write(async (db) => {
      await db.updateTable('visits').set({ round_planned: '2026-11-25' }).where('ticket_id', '=', ticket).execute()
    })
    expect(must(await rounds.ofTicket(me, { id: ticket })).joined).toEqual([])
    await asideAll()
  })

  it('made, it settles each ticket as a visit would, and is over', async () => {
    const id = await round({ startsOn: asDay('2026-11-23'), weekdays: [1] })
    const today = asDay('2026-11-23')
    const [done, missed] = [await report(), await report()]
    const join = async (ticketId: TicketId) =>
      must(await rounds.join(me, { ticketId, roundId: id, planned: today })).visitId as VisitId
    const visits = [await join(done), await join(missed)] as const
    const results = [
      { visitId: visits[0], status: 'done' as const, reason: null, note: '' },
      { visitId: visits[1], status: 'not_done' as const, reason: 'no_access' as const, note: 'cancello chiuso' },
    ]
    const paper = { roundId: id, planned: today, note: 'Tutto il viale', spentMinutes: 200 }
    // A ticket that joined while the paper was out is not passed over.
    expect(await rounds.report(me, { ...paper, results: results.slice(0, 1) })).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    })
    expect(must(await rounds.report(me, { ...paper, results }))).toEqual({ done: 1, notDone: 1 })
    expect(await desk.stored(done)).toMatchObject({ status: 'done' })
    expect(await desk.stored(missed)).toMatchObject({ status: 'accepted' })
    expect(must(await rounds.time(me, { roundId: id, planned: today }))).toMatchObject({
      note: 'Tutto il viale',
      spentMinutes: 200,
      time: { doneAt: NOW },
    })
    // Whoever made it has made it, whichever crew makes it from now on.
    must(await rounds.edit(me, { id, base: { crewId: green }, changes: { crewId: other } }))
    expect(must(await rounds.time(me, { roundId: id, planned: today })).crewName).toBe('Verde')
    const late = { ticketId: await report(), roundId: id, planned: today }
    expect(await rounds.join(me, late)).toMatchObject({ ok: false, error: { code: 'round_done' } })
    expect(await rounds.report(me, { ...paper, results: [] })).toMatchObject({
      ok: false,
      error: { code: 'round_done' },
    })
    const tomorrow = await round()
    expect((await rounds.report(me, { ...paper, roundId: tomorrow, planned: THURSDAY, results: [] })).ok).toBe(false)
    await asideAll()
  })

  it('moved by hand on the board, a ticket is no longer a part of it', async () => {
    const id = await round()
    const ticket = await report()
    const { visitId } = must(await rounds.join(me, { ticketId: ticket, roundId: id, planned: THURSDAY }))
    must(
      await desk.handlers.move(me, {
        visitIds: [visitId as VisitId],
        crewId: green,
        day: asDay('2026-11-25'),
        position: null,
      }),
    )
    expect(await visitsOf(ticket)).toMatchObject([{ day: '2026-11-25', round_id: null, round_planned: null }])
    await asideAll()
  })

  it('is refused by name: the same name, no date at all, a crew put aside, an unknown word in its answer', async () => {
    const id = await round({ name: 'Zanelle' })
    const refused = async (more: Partial<RoundFields>, code: string) =>
      expect(await rounds.create(me, fields(more))).toMatchObject({ ok: false, error: { code } })
    await refused({ name: 'Zanelle' }, 'name_taken')
    await refused({ endsOn: asDay('2026-11-24') }, 'round_without_days')
    await refused({ season: { from: '12-25', to: '12-25' }, weekdays: [7] }, 'round_without_days')
    await refused({ answer: 'Passiamo {domani}' }, 'unknown_placeholder')
    const gone = await desk.crew('Sciolta')
    const named = await round({ name: 'Caditoie', crewId: gone, districtIds: [] })
    must(await desk.handlers.edit(me, { id: gone, base: { active: true }, changes: { active: false } }))
    await refused({ crewId: gone }, 'round_crew_gone')
    // A round whose crew was put aside says so where it is kept, and is offered to nobody.
    const list = must(await rounds.list(me, {})).rounds
    expect(list.find((one) => one.id === named)).toMatchObject({ troubles: ['crew_gone'] })
    expect(list.find((one) => one.id === id)).toMatchObject({
      troubles: [],
      next: [{ day: THURSDAY }, { day: NEXT }, { day: AFTER }],
    })
    expect(must(await rounds.covering(me, { categoryId: grass, districtId: lunata })).offer).toBeNull()
    await desk.store.write(async (db) => {
      await db.updateTable('districts').set({ active: 0 }).where('id', '=', marlia).execute()
    })
    await refused({}, 'round_district_gone')
    await desk.store.write(async (db) => {
      await db.updateTable('districts').set({ active: 1 }).where('id', '=', marlia).execute()
    })
  })

  it('may be joined at the counter, and is moved and left out only by whoever plans', () => {
    const counter = permissionsOf(['counter'])
    const has = (call: keyof typeof contract.rounds): boolean => counter.has(contract.rounds[call].needs as Permission)
    expect([has('join'), has('leave'), has('covering')]).toEqual([true, true, true])
    expect([has('move'), has('skip'), has('report'), has('create'), has('edit')]).toEqual(
      Array.from({ length: 5 }, () => false),
    )
  })
})
