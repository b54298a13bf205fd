import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CrewId, TicketId, VisitId } from '@shared/kernel/ids'
import { asDay, asInstant } from '@shared/kernel/instant'
import { type Result, ok } from '@shared/kernel/result'
import { ticketDetail } from '@main/features/tickets/detail-queries'
import { type CrewDesk, NOW, must, openCrewDesk } from './crew-desk'

const MONDAY = asDay('2026-11-23')
const TUESDAY = asDay('2026-11-24')

let desk: CrewDesk
beforeEach(async () => {
  desk = await openCrewDesk()
})
afterEach(() => desk.close())

const plan = async (
  ticketIds: TicketId[],
  crewId: CrewId,
  day = MONDAY,
  position: number | null = null,
): Promise<Result<{ visitIds: VisitId[] }>> => {
  const planned = await desk.handlers.plan(desk.maria, { ticketIds, crewId, day, minutes: 45, position })
  return planned.ok ? ok({ visitIds: planned.value.visitIds as VisitId[] }) : planned
}
const move = (visitIds: VisitId[], crewId: CrewId, day = MONDAY, position: number | null = null) =>
  desk.handlers.move(desk.maria, { visitIds, crewId, day, position })
const report = (visitId: VisitId, status: 'done' | 'not_done', note = '') =>
  desk.handlers.report(desk.maria, {
    ...{ visitId, status, note },
    ...{ reason: null, spentMinutes: null, materials: '', next: null, replaces: null },
  })

const onBoard = async (crewId: CrewId, day = MONDAY): Promise<string[]> => {
  const { visits } = must(await desk.handlers.board(desk.maria, { from: MONDAY, days: 7 }))
  const mine = visits.filter((visit) => visit.crewId === crewId && visit.day === day)
  expect(mine.map((visit) => visit.position)).toEqual(mine.map((_, index) => index))
  return mine.map((visit) => visit.ticket.subject)
}
const toAssign = async (
  narrowed: { text?: string; priority?: 'low' | 'normal' | 'high' | 'urgent' } = {},
): Promise<string[]> => {
  const page = must(
    await desk.handlers.backlog(desk.maria, {
      offset: 0,
      limit: 50,
      text: '',
      categoryId: null,
      districtId: null,
      priority: null,
      ...narrowed,
    }),
  )
  expect(page.total).toBe(page.rows.length)
  return page.rows.map((row) => row.subject)
}
const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code)
const lastEntry = async (id: TicketId) => (await desk.entries(id)).at(-1)

describe('a day that has gone by', () => {
  it('takes no visit, neither planned nor moved there', async () => {
    const crew = await desk.crew('Rossi')
    const sunday = asDay('2026-11-22')
    expect(codeOf(await plan([await desk.ticket('Buca')], crew, sunday))).toBe('day_past')
    const { visitIds } = must(await plan([await desk.ticket('Lampione')], crew))
    expect(codeOf(await move(visitIds, crew, sunday))).toBe('day_past')
    expect(await onBoard(crew)).toEqual(['Lampione'])
  })
})

describe('the tickets to assign', () => {
  it('are the open ones with no visit, most urgent first', async () => {
    await desk.ticket('Buca')
    await desk.ticket('Albero caduto', 'urgent')
    const lamp = await desk.ticket('Lampione spento', 'high')
    await desk.setStatus(await desk.ticket('Chiusa ieri'), 'closed')
    await desk.setStatus(await desk.ticket('Dal consorzio'), 'forwarded')
    expect(await toAssign()).toEqual(['Albero caduto', 'Lampione spento', 'Buca'])

    must(await plan([lamp], await desk.crew('Rossi')))
    expect(await toAssign()).toEqual(['Albero caduto', 'Buca'])
    expect(await toAssign({ text: 'albér' })).toEqual(['Albero caduto'])
    expect(await toAssign({ priority: 'normal' })).toEqual(['Buca'])
  })
})

describe('planning', () => {
  it('gives every ticket a visit, the crew, its state and a line on the timeline', async () => {
    const crew = await desk.crew('Rossi')
    const [hole, lamp] = [await desk.ticket('Buca'), await desk.ticket('Lampione')]
    expect(must(await plan([hole, lamp], crew)).visitIds).toHaveLength(2)
    expect(await onBoard(crew)).toEqual(['Buca', 'Lampione'])
    expect(await desk.stored(hole)).toMatchObject({ status: 'assigned', crew_id: crew })
    expect((await desk.entries(lamp)).slice(-2)).toMatchObject([
      { kind: 'status', data: { from: 'new', to: 'assigned', crew: 'Rossi' } },
      { kind: 'planned', data: { crew: 'Rossi', day: MONDAY } },
    ])
  })

  it('plans all or none: a closed ticket among them keeps the others where they were', async () => {
    const crew = await desk.crew('Rossi')
    const [hole, closed, merged] = [await desk.ticket('Buca'), await desk.ticket('B'), await desk.ticket('C')]
    await desk.setStatus(closed, 'closed')
    await desk.setStatus(merged, 'merged')
    expect(await plan([hole, closed], crew)).toMatchObject({ ok: false, error: { code: 'ticket_closed' } })
    expect(await plan([hole, merged], crew)).toMatchObject({ ok: false, error: { code: 'ticket_merged' } })
    expect(await desk.stored(hole)).toMatchObject({ status: 'new', crew_id: null })
    expect(await onBoard(crew)).toEqual([])
  })

  it('tells before what of a mixed selection cannot be planned, and why', async () => {
    const [hole, closed, sent, waiting] = [
      await desk.ticket('Buca'),
      await desk.ticket('Chiusa'),
      await desk.ticket('Trasmessa'),
      await desk.ticket('In attesa'),
    ]
    await desk.setStatus(closed, 'closed')
    await desk.setStatus(sent, 'forwarded')
    await desk.setStatus(waiting, 'waiting')
    const split = must(await desk.handlers.plannable(desk.maria, { ticketIds: [waiting, sent, hole, closed] }))
    expect(split).toEqual({
      ticketIds: [waiting, hole],
      visited: [],
      left: [
        { status: 'closed', count: 1 },
        { status: 'forwarded', count: 1 },
      ],
    })
    must(await plan(split.ticketIds as TicketId[], await desk.crew('Rossi')))
    // Whoever plans them anew is told that a crew goes there already.
    expect(must(await desk.handlers.plannable(desk.maria, { ticketIds: [waiting, hole] })).visited).toEqual([
      waiting,
      hole,
    ])
  })

  it('leaves finished work as it is among several, and sends a crew there again where it was chosen by itself', async () => {
    const [hole, done] = [await desk.ticket('Buca'), await desk.ticket('Terminata')]
    const crew = await desk.crew('Rossi')
    await desk.setStatus(done, 'done')
    expect(must(await desk.handlers.plannable(desk.maria, { ticketIds: [done, hole] }))).toMatchObject({
      ticketIds: [hole],
      left: [{ status: 'done', count: 1 }],
    })
    expect(must(await desk.handlers.plannable(desk.maria, { ticketIds: [done] })).ticketIds).toEqual([done])
    // A page that chose before it was finished.
    must(await plan([done, hole], crew))
    expect(await onBoard(crew)).toEqual(['Buca'])
    expect((await desk.stored(done)).status).toBe('done')
    must(await plan([done], crew))
    expect((await desk.stored(done)).status).toBe('assigned')
  })

  it('ends the waiting of a ticket, and refuses a crew that was put aside', async () => {
    const waiting = await desk.ticket('Manca il palo')
    await desk.setStatus(waiting, 'waiting')
    must(await plan([waiting], await desk.crew('Rossi')))
    expect(await desk.stored(waiting)).toMatchObject({ status: 'assigned' })
    const gone = await desk.crew('Neri', { active: false })
    expect(await plan([waiting], gone)).toMatchObject({ ok: false, error: { code: 'not_found', field: 'crewId' } })
  })

  it('asks what becomes of its visits before a crew is put aside, and does it in the same write', async () => {
    const crew = await desk.crew('Verdi')
    const [first, second] = [await desk.ticket('Prima'), await desk.ticket('Seconda')]
    must(await plan([first, second], crew))
    const aside = { id: crew, base: { active: true }, changes: { active: false } }
    expect(await desk.handlers.edit(desk.maria, aside)).toMatchObject({
      ok: false,
      error: { code: 'in_use', field: 'active', details: { visits: 2 } },
    })
    expect(await onBoard(crew)).toEqual(['Prima', 'Seconda'])
    must(await desk.handlers.edit(desk.maria, { ...aside, visits: 'unplan' }))
    expect(await onBoard(crew)).toEqual([])
    expect(await desk.stored(first)).toMatchObject({ status: 'accepted' })

    const kept = await desk.crew('Gialli')
    must(await plan([first, second], kept))
    must(await desk.handlers.edit(desk.maria, { ...aside, id: kept, visits: 'keep' }))
    expect(await onBoard(kept)).toEqual(['Prima', 'Seconda'])
  })

  it('may put the visits before others of that day', async () => {
    const crew = await desk.crew('Rossi')
    must(await plan([await desk.ticket('A'), await desk.ticket('B')], crew))
    must(await plan([await desk.ticket('X'), await desk.ticket('Y')], crew, MONDAY, 1))
    expect(await onBoard(crew)).toEqual(['A', 'X', 'Y', 'B'])
  })
})

describe('moving', () => {
  it('changes the order within a day without a word on the timeline', async () => {
    const crew = await desk.crew('Rossi')
    const tickets = [await desk.ticket('A'), await desk.ticket('B'), await desk.ticket('C')]
    const { visitIds } = must(await plan(tickets, crew))
    const [first] = visitIds
    const before = (await desk.entries(tickets[0]!)).length
    must(await move([first!], crew, MONDAY, 1))
    expect(await onBoard(crew)).toEqual(['B', 'A', 'C'])
    expect(await desk.entries(tickets[0]!)).toHaveLength(before)
  })

  it('takes several to another crew and day; the ticket follows, both days stay in order', async () => {
    const [rossi, neri] = [await desk.crew('Rossi'), await desk.crew('Neri')]
    const tickets = [await desk.ticket('A'), await desk.ticket('B'), await desk.ticket('C')]
    const { visitIds } = must(await plan(tickets, rossi))
    must(await plan([await desk.ticket('X')], neri, TUESDAY))
    must(await move([visitIds[2]!, visitIds[0]!], neri, TUESDAY, 0))
    expect(await onBoard(neri, TUESDAY)).toEqual(['C', 'A', 'X'])
    expect(await onBoard(rossi)).toEqual(['B'])
    expect(await desk.stored(tickets[0]!)).toMatchObject({ status: 'assigned', crew_id: neri })
    expect(await lastEntry(tickets[0]!)).toMatchObject({
      kind: 'visit',
      data: { status: 'moved', crew: 'Neri', day: TUESDAY, from: 'Rossi', fromDay: MONDAY },
    })
  })
})

describe('taking off the board', () => {
  it('closes the gap and gives the ticket back to be assigned', async () => {
    const crew = await desk.crew('Rossi')
    const tickets = [await desk.ticket('A'), await desk.ticket('B'), await desk.ticket('C')]
    const { visitIds } = must(await plan(tickets, crew))
    must(await desk.handlers.unplan(desk.maria, { visitIds: [visitIds[1]!] }))
    expect(await onBoard(crew)).toEqual(['A', 'C'])
    expect(await desk.stored(tickets[1]!)).toMatchObject({ status: 'accepted', crew_id: null })
    expect(await toAssign()).toEqual(['B'])
    expect((await desk.entries(tickets[1]!)).map(({ kind }) => kind)).toContain('visit')
  })

  it('leaves a ticket with another visit to the crew of that one', async () => {
    const [rossi, neri] = [await desk.crew('Rossi'), await desk.crew('Neri')]
    const lamp = await desk.ticket('Lampione')
    must(await plan([lamp], rossi, TUESDAY))
    const { visitIds } = must(await plan([lamp], neri))
    must(await desk.handlers.unplan(desk.maria, { visitIds }))
    expect(await desk.stored(lamp)).toMatchObject({ status: 'assigned', crew_id: rossi })
  })

  it('reads out the crew of the day that it reads out, of two that are planned', async () => {
    const [rossi, neri] = [await desk.crew('Rossi'), await desk.crew('Neri')]
    const lamp = await desk.ticket('Lampione')
    must(await plan([lamp], rossi))
    must(await plan([lamp], neri, TUESDAY))
    const detail = must(await desk.store.read((db) => ticketDetail(db, lamp, asInstant(NOW))))
    expect(detail?.readAloud.params).toMatchObject({ crew: 'Rossi', day: MONDAY })
  })
})

describe('reporting', () => {
  it('ends the ticket with its last planned visit', async () => {
    const crew = await desk.crew('Rossi')
    const lamp = await desk.ticket('Lampione')
    const first = must(await plan([lamp], crew)).visitIds[0]!
    const second = must(await plan([lamp], crew, TUESDAY)).visitIds[0]!
    must(await report(first, 'done'))
    expect(await desk.stored(lamp)).toMatchObject({ status: 'assigned', done_at: null })
    must(await report(second, 'done', 'Cambiata la lampada'))
    expect(await desk.stored(lamp)).toMatchObject({ status: 'done', done_at: NOW })
    expect((await desk.entries(lamp)).filter(({ kind }) => kind === 'visit').at(-1)).toMatchObject({
      data: { status: 'done', crew: 'Rossi', day: TUESDAY },
      text: 'Cambiata la lampada',
    })
  })

  it('asks why work was not done, and gives the ticket back to be assigned', async () => {
    const lamp = await desk.ticket('Lampione')
    const { visitIds } = must(await plan([lamp], await desk.crew('Rossi')))
    expect(await report(visitIds[0]!, 'not_done')).toMatchObject({ error: { code: 'invalid_input', field: 'note' } })
    must(await report(visitIds[0]!, 'not_done', 'Auto in sosta'))
    expect(await desk.stored(lamp)).toMatchObject({ status: 'accepted', crew_id: null })
    expect(await toAssign()).toEqual(['Lampione'])
    expect(await report(visitIds[0]!, 'done')).toMatchObject({ ok: false, error: { code: 'conflict' } })
    expect(await move(visitIds, await desk.crew('Neri'))).toMatchObject({ ok: false, error: { code: 'conflict' } })
  })

  it('leaves a ticket alone that was closed meanwhile', async () => {
    const lamp = await desk.ticket('Lampione')
    const { visitIds } = must(await plan([lamp], await desk.crew('Rossi')))
    await desk.setStatus(lamp, 'closed')
    must(await report(visitIds[0]!, 'done'))
    expect(await desk.stored(lamp)).toMatchObject({ status: 'closed' })
  })
})

describe('crews and minutes', () => {
  it('keeps two crews from one name, and two people from one field', async () => {
    const id = await desk.crew('Rossi')
    await desk.crew('Neri')
    const edit = (base: object, changes: object) => desk.handlers.edit(desk.maria, { id, base, changes })
    expect(await edit({ name: 'Rossi' }, { name: 'Neri' })).toMatchObject({ error: { code: 'name_taken' } })
    must(await edit({ vehicle: 'Porter' }, { vehicle: 'Daily' }))
    expect(await edit({ vehicle: 'Porter' }, { vehicle: 'Ape' })).toMatchObject({
      error: { code: 'conflict', field: 'vehicle' },
    })
    must(await edit({ members: [{ name: 'Gino', phone: '', userId: null }] }, { members: [], active: undefined }))
    const { crews } = must(await desk.handlers.list(desk.maria, {}))
    expect(crews.find((crew) => crew.id === id)).toMatchObject({ vehicle: 'Daily', members: [], capacityVisits: 4 })
  })

  it('changes how long a visit takes, unless somebody else just did', async () => {
    const { visitIds } = must(await plan([await desk.ticket('A')], await desk.crew('Rossi')))
    const visitId = visitIds[0]!
    must(await desk.handlers.setMinutes(desk.maria, { visitId, base: 45, minutes: 90 }))
    const stale = await desk.handlers.setMinutes(desk.maria, { visitId, base: 45, minutes: 30 })
    expect(stale).toMatchObject({ ok: false, error: { code: 'conflict', field: 'minutes' } })
  })
})
