import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Returned } from '@shared/contract/crews'
import { visitCode } from '@shared/crews/visit-code'
import type { CrewId, TicketId, VisitId } from '@shared/kernel/ids'
import { asDay } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import { noticeValues } from '@main/features/citizen/notice-values'
import { rememberBlob } from '@main/features/tickets/attach-files'
import { ticketTimeline } from '@main/features/tickets/timeline-queries'
import { type CrewDesk, NOW, must, openCrewDesk } from './crew-desk'

const MONDAY = asDay('2026-11-23')
const TUESDAY = asDay('2026-11-24')

let desk: CrewDesk
let roads: CrewId
let ticket: TicketId
let visit: VisitId
beforeEach(async () => {
  desk = await openCrewDesk()
  roads = await desk.crew('Strade')
  ticket = await desk.ticket('Buca')
  visit = await planned(ticket)
})
afterEach(() => desk.close())

const planned = async (ticketId: TicketId, day = MONDAY): Promise<VisitId> =>
  must(await desk.handlers.plan(desk.maria, { ticketIds: [ticketId], crewId: roads, day, minutes: 45, position: null }))
    .visitIds[0] as VisitId

type Report = Parameters<CrewDesk['handlers']['report']>[1]
const report = (over: Partial<Report> = {}) =>
  desk.handlers.report(desk.maria, {
    visitId: visit,
    status: 'done',
    note: '',
    reason: null,
    spentMinutes: null,
    materials: '',
    next: null,
    replaces: null,
    ...over,
  })
const refused = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code)
const returned = async (): Promise<Returned> =>
  must(await desk.handlers.returned(desk.maria, { visitId: visit })) as Returned

describe('a stop’s code', () => {
  it('leads to its visit, and says so when it leads nowhere', async () => {
    const found = must(await desk.handlers.byCode(desk.maria, { code: visitCode(visit).toLowerCase() }))
    expect(found).toMatchObject({
      crewName: 'Strade',
      reportedBy: '',
      visit: { id: visit, day: MONDAY, status: 'planned' },
    })
    expect(refused(await desk.handlers.byCode(desk.maria, { code: 'ABCDE' }))).toBe('visit_code_wrong')
    must(await desk.handlers.unplan(desk.maria, { visitIds: [visit] }))
    expect(refused(await desk.handlers.byCode(desk.maria, { code: visitCode(visit) }))).toBe('visit_gone')
  })
})

describe('what the crew brings back', () => {
  it('is kept with time and material, and told on the timeline', async () => {
    must(await report({ spentMinutes: 50, materials: '2 sacchi di conglomerato', note: 'Chiusa.' }))
    const { visit: now, reportedBy } = await returned()
    expect(now).toMatchObject({
      status: 'done',
      spentMinutes: 50,
      materials: '2 sacchi di conglomerato',
      note: 'Chiusa.',
    })
    expect(reportedBy).toBe('Maria')
    // The office's answer can say both: a ready one has words in braces for them.
    const stored = await desk.stored(ticket)
    expect(must(await desk.store.read((db) => noticeValues(db, stored, stored, NOW)))).toMatchObject({
      giorno_intervento: 'lunedì 23 novembre',
      nota_squadra: 'Chiusa.',
    })
    expect(await desk.stored(ticket)).toMatchObject({ status: 'done' })
    const told = (await desk.entries(ticket)).find(({ kind }) => kind === 'visit')
    expect(told).toMatchObject({
      text: 'Chiusa.',
      data: { status: 'done', minutes: 50, materials: '2 sacchi di conglomerato' },
    })
  })

  it('keeps its photos where they were brought, each once', async () => {
    const photo = { sha256: 'a'.repeat(64), name: 'dopo.jpg' }
    must(await desk.store.write((db) => rememberBlob(db, { ...photo, size: 3, type: 'image/jpeg', at: NOW })))
    const add = () => desk.handlers.addPhotos(desk.maria, { visitId: visit, moment: 'after', files: [photo] })
    must(await add())
    must(await add())
    const entries = must(await desk.store.read((db) => ticketTimeline(db, ticket)))
    const shown = entries.filter(({ attachments }) => attachments.length > 0)
    expect(shown).toMatchObject([{ kind: 'visit', data: { status: 'photos', moment: 'after', count: 1 } }])
    expect((await returned()).photos).toMatchObject([{ name: 'dopo.jpg', moment: 'after' }])
  })

  it('says why work was not done', async () => {
    expect(refused(await report({ status: 'not_done' }))).toBe('invalid_input')
    expect(refused(await report({ status: 'not_done', reason: 'other' }))).toBe('invalid_input')
    must(await report({ status: 'not_done', reason: 'weather' }))
    expect((await returned()).visit).toMatchObject({ status: 'not_done', reason: 'weather' })
    expect(await desk.stored(ticket)).toMatchObject({ status: 'accepted', crew_id: null })
  })

  it('goes on to another crew in the same step', async () => {
    const green = await desk.crew('Verde')
    expect(refused(await report({ status: 'not_done', reason: 'other_crew' }))).toBe('invalid_input')
    const next = { crewId: green, day: TUESDAY }
    const answer = must(
      await report({ status: 'not_done', reason: 'other_crew', note: 'Prima va tolto il ceppo.', next }),
    )
    expect(answer.nextVisitId).not.toBeNull()
    expect(await desk.stored(ticket)).toMatchObject({ status: 'assigned', crew_id: green })
    // Nothing half done: a day that has gone by takes the report back too.
    const other = await desk.ticket('Ramo')
    visit = await planned(other)
    const past = { crewId: green, day: asDay('2026-11-20') }
    expect(refused(await report({ status: 'not_done', reason: 'other_crew', note: 'x', next: past }))).toBe('day_past')
    expect((await returned()).visit.status).toBe('planned')
  })
})

describe('the same stop from two desks', () => {
  it('asks the second one, showing what the first one wrote', async () => {
    must(await report({ note: 'Fatto alle dieci' }))
    const second = await report({ status: 'not_done', reason: 'no_access' })
    expect(refused(second)).toBe('conflict')
    const theirs = (second.ok ? undefined : second.error.current) as Returned
    expect(theirs).toMatchObject({ reportedBy: 'Maria', visit: { status: 'done', note: 'Fatto alle dieci' } })
    expect(await desk.stored(ticket)).toMatchObject({ status: 'done' })

    must(await report({ status: 'not_done', reason: 'no_access', replaces: theirs.visit.reportedAt }))
    expect((await returned()).visit).toMatchObject({ status: 'not_done', reason: 'no_access' })
    expect(await desk.stored(ticket)).toMatchObject({ status: 'accepted', crew_id: null })
    expect((await desk.entries(ticket)).findLast(({ kind }) => kind === 'visit')?.data).toMatchObject({
      instead: 'done',
    })
  })
})

describe('something else that the crew saw', () => {
  it('is a ticket of its own, in the same place and linked, once however often it is sent', async () => {
    const sent = {
      key: 'once-upon-a-time',
      visitId: visit,
      subject: 'Tombino rotto',
      description: '',
      categoryId: null,
    }
    const first = must(await desk.handlers.foundElse(desk.maria, sent))
    expect(must(await desk.handlers.foundElse(desk.maria, sent))).toEqual(first)
    expect(await desk.stored(first.id as TicketId)).toMatchObject({
      status: 'new',
      channel: 'crew',
      subject: 'Tombino rotto',
      place_text: 'Via di Sotto 4',
    })
    expect((await desk.entries(ticket)).at(-1)).toMatchObject({ kind: 'linked', data: { number: first.number } })
  })
})
