import { type Expression, type SelectQueryBuilder, sql } from 'kysely'
import type { TicketFilter } from '@shared/contract/tickets'
import { addDays, startOfDay } from '@shared/deadlines/zone'
import { DAY_MS, type Day } from '@shared/kernel/instant'
import type { Bbox } from '@shared/places/geo'
import { parseQuery } from '@shared/search/query'
import { isNarrowed } from '@shared/tickets/ticket-filter'
import { PRIORITY_RANK, type TicketStatus } from '@shared/tickets/vocabulary'
import { hidden, ticketMatches, ticketsInside } from '@main/store/dialects/sqlite/text-search'
import type { Tables } from '@main/store/tables'

/** "In scadenza" looks this far ahead. */
const DUE_SOON_MS = 2 * DAY_MS

export interface FilterFacts {
  readonly now: number
  readonly userId: number
  /** IANA zone of the office's calendar, for days of arrival. */
  readonly zone: string
}

/**
 * Of the closed ones, by the deadline that stood at the end: the crew's work counts from its own end, as the queue has
 * it, and not from the office's answer.
 */
export const KEPT = sql<boolean>`+tickets.status = 'closed' AND coalesce(tickets.done_at, tickets.closed_at) <= tickets.resolution_due`
export const MISSED = sql<boolean>`+tickets.status = 'closed' AND coalesce(tickets.done_at, tickets.closed_at) > tickets.resolution_due`

/** Nobody's but the office's own, whether that goes without saying or somebody has said so. */
export const IS_OWN = sql<boolean>`(+tickets.body_id IS NULL OR +tickets.body_id IN (SELECT id FROM bodies WHERE is_home = 1))`

type TicketQuery<O> = SelectQueryBuilder<Tables, 'tickets', O>

/**
 * Which index leads. `filter`: the one that finds the fewest tickets, for a count, a map, a list that is sorted
 * afterwards. `order`: the sort's own, which is walked until the window is full; the conditions are then hidden from the
 * planner, which does not know how many tickets each of them lets through. `ids`: those that the caller names itself.
 */
export type Lead = 'filter' | 'order' | 'ids'

type Column =
  | 'id'
  | 'is_open'
  | 'status'
  | 'priority'
  | 'channel'
  | 'category_id'
  | 'district_id'
  | 'crew_id'
  | 'owner_id'
  | 'contact_id'
  | 'due_sort'
  | 'created_at'
  | 'closed_at'

type Conditions = (column: Column) => Expression<string | number | null>

/** About one kilometre: what is higher holds a part of the town for which the index of points is no short way. */
const WIDE_DEGREES = 0.01

/** A small box alone has its own index, too. */
const isSmallBox = (filter: TicketFilter): boolean =>
  filter.bbox !== null && filter.bbox[3] - filter.bbox[1] < WIDE_DEGREES && !isNarrowed({ ...filter, bbox: null })

/** States and days have an index of their own, which a condition on open or closed would keep from leading. */
const leadsWithoutOpen = (filter: TicketFilter): boolean =>
  isSmallBox(filter) ||
  ((filter.statuses.length > 0 ||
    [filter.from, filter.to, filter.closedFrom, filter.closedTo].some((d) => d !== null)) &&
    filter.categoryIds.length + filter.districtIds.length + filter.crewIds.length === 0 &&
    filter.channels.length + filter.priorities.length === 0)

const conditionsOf = (filter: TicketFilter, lead: Lead): Conditions => {
  const isSeen = (column: Column): boolean => {
    if (lead === 'ids') return false
    return lead === 'filter' ? column !== 'is_open' || !leadsWithoutOpen(filter) : column === 'is_open'
  }
  return (column) => (isSeen(column) ? sql.ref(`tickets.${column}`) : hidden(`tickets.${column}`))
}

/** The conditions of the views that ship; the only place that knows them. */
const inView = <O>(
  query: TicketQuery<O>,
  { view }: TicketFilter,
  on: Conditions,
  lead: Lead,
  { now, userId }: FilterFacts,
): TicketQuery<O> => {
  const open = query.where(on('is_open'), '=', 1)
  // These states are open ones; only a walk along the open tickets must be told so.
  const inState = (state: TicketStatus): TicketQuery<O> =>
    (lead === 'order' ? open : query).where(on('status'), '=', state)
  switch (view) {
    case 'open':
      return open
    case 'new':
    case 'waiting':
    case 'forwarded':
      return inState(view)
    case 'to_assign':
      return inState('accepted').where('tickets.crew_id', 'is', null)
    case 'mine':
      return open.where(on('owner_id'), '=', userId)
    case 'due_soon':
      // Added by SQLite: in a kept statement `now` gets its value when it runs.
      return open.where(on('due_sort'), '>', now).where(on('due_sort'), '<=', sql<number>`${now} + ${DUE_SOON_MS}`)
    case 'overdue':
      return open.where(on('due_sort'), '<=', now)
    case 'to_answer':
      return inState('done')
    case 'closed':
      // All that is not open but the few that were merged: said so, every index that tells open from closed serves.
      return query
        .where(on('is_open'), '=', 0)
        .where('tickets.id', 'not in', (eb) =>
          eb.selectFrom('tickets as m').select('m.id').where('m.status', '=', 'merged'),
        )
    case 'all':
      return query
  }
}

/** A walk, and another index that leads, look at a ticket's own place; a small box leads by the index of points. */
const insideBox = <O>(
  query: TicketQuery<O>,
  filter: TicketFilter,
  [west, south, east, north]: Bbox,
  on: Conditions,
  lead: Lead,
): TicketQuery<O> => {
  const inside = (lat: Expression<number | null>, lon: Expression<number | null>): TicketQuery<O> =>
    query.where(lat, '>=', south).where(lat, '<=', north).where(lon, '>=', west).where(lon, '<=', east)
  const hiddenly = (): TicketQuery<O> => inside(hidden('tickets.lat'), hidden('tickets.lon'))
  if (lead !== 'filter') return hiddenly()
  if (north - south < WIDE_DEGREES) return hiddenly().where(on('id'), 'in', ticketsInside([west, south, east, north]))
  if (isNarrowed({ ...filter, bbox: null })) return hiddenly()
  // The map's index begins with whether a ticket is open.
  return inside(sql.ref('tickets.lat'), sql.ref('tickets.lon'))
    .where('tickets.lat', 'is not', null)
    .where('tickets.lon', 'is not', null)
    .where('tickets.is_open', 'in', [0, 1])
}

const BLANK_COLUMN = { category: 'category_id', district: 'district_id', crew: 'crew_id' } as const

/** A condition that never leads: it narrows what another one finds. */
const aside = (column: string): Expression<string | number | null> => hidden(column)

/** What came of them, and when: the figures of the reports are counted by the same conditions. */
const byItsEnd = <O>(
  base: TicketQuery<O>,
  filter: TicketFilter,
  { zone }: FilterFacts,
  on: Conditions,
): TicketQuery<O> => {
  const endOf = (day: Day): number => startOfDay(addDays(day, 1), zone)
  let query = base
  if (filter.outcomes.length > 0) query = query.where(aside('tickets.outcome'), 'in', filter.outcomes)
  if (filter.bodyIds.length > 0) query = query.where(aside('tickets.body_id'), 'in', filter.bodyIds)
  for (const blank of filter.without)
    query = blank === 'body' ? query.where(IS_OWN) : query.where(aside(`tickets.${BLANK_COLUMN[blank]}`), 'is', null)
  if (filter.closedFrom !== null || filter.closedTo !== null) {
    query = query.where(aside('tickets.status'), '=', 'closed')
    if (filter.closedFrom !== null) query = query.where(on('closed_at'), '>=', startOfDay(filter.closedFrom, zone))
    if (filter.closedTo !== null) query = query.where(on('closed_at'), '<', endOf(filter.closedTo))
  }
  if (filter.openOn !== null) {
    const end = endOf(filter.openOn)
    query = query
      .where(on('created_at'), '<', end)
      .where(aside('tickets.status'), '<>', 'merged')
      .where((eb) => eb.or([eb(aside('tickets.status'), '<>', 'closed'), eb(aside('tickets.closed_at'), '>=', end)]))
  }
  if (filter.deadline !== null) query = query.where(filter.deadline === 'kept' ? KEPT : MISSED)
  const { followUp } = filter
  if (followUp !== null)
    query = query.where(on('id'), 'in', (eb) => {
      const asked = eb.selectFrom('follow_ups').select('ticket_id').where('state', '=', 'asked')
      return followUp === 'asked' ? asked : asked.where('answer', '=', followUp)
    })
  const { stormId } = filter
  if (stormId !== null)
    query = query.where(on('id'), 'in', (eb) =>
      eb.selectFrom('storm_tickets').select('ticket_id').where('storm_id', '=', stormId),
    )
  if (filter.reopened) query = query.where(aside('tickets.reopened'), '>', 0)
  if (filter.withoutMerged) query = query.where(aside('tickets.status'), '<>', 'merged')
  return query
}

/** Narrows a select on `tickets` to a filter; parts that are empty do not narrow. */
export const applyTicketFilter = <O>(
  base: TicketQuery<O>,
  filter: TicketFilter,
  facts: FilterFacts,
  lead: Lead = 'filter',
): TicketQuery<O> => {
  const on = conditionsOf(filter, lead)
  let query = inView(base, filter, on, lead, facts)
  if (filter.ids.length > 0) query = query.where(on('id'), 'in', filter.ids)
  if (filter.statuses.length > 0) query = query.where(on('status'), 'in', filter.statuses)
  if (filter.categoryIds.length > 0)
    // A chosen category means its local ones too.
    query = query.where(on('category_id'), 'in', (eb) =>
      eb
        .selectFrom('categories')
        .select('id')
        .where((or) => or.or([or('id', 'in', filter.categoryIds), or('parent_id', 'in', filter.categoryIds)])),
    )
  if (filter.districtIds.length > 0) query = query.where(on('district_id'), 'in', filter.districtIds)
  if (filter.channels.length > 0) query = query.where(on('channel'), 'in', filter.channels)
  if (filter.priorities.length > 0)
    query = query.where(
      on('priority'),
      'in',
      filter.priorities.map((priority) => PRIORITY_RANK[priority]),
    )
  if (filter.crewIds.length > 0) query = query.where(on('crew_id'), 'in', filter.crewIds)
  if (filter.contactId !== null) query = query.where(on('contact_id'), '=', filter.contactId)
  if (filter.from !== null) query = query.where(on('created_at'), '>=', startOfDay(filter.from, facts.zone))
  if (filter.to !== null) query = query.where(on('created_at'), '<', startOfDay(addDays(filter.to, 1), facts.zone))
  if (filter.text.trim() !== '') {
    const { ftsMatch } = parseQuery(filter.text)
    query = ftsMatch === '' ? query.where(sql<boolean>`0`) : query.where(on('id'), 'in', ticketMatches(ftsMatch))
  }
  query = byItsEnd(query, filter, facts, on)
  return filter.bbox === null ? query : insideBox(query, filter, filter.bbox, on, lead)
}
