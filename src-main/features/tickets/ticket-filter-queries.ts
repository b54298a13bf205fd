import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import type { TicketFilter, View } from '@shared/contract/tickets'
import { addDays, startOfDay } from '@shared/deadlines/zone'
import { DAY_MS } from '@shared/kernel/instant'
import { parseQuery } from '@shared/search/query'
import { PRIORITY_RANK } from '@shared/tickets/vocabulary'
import { ticketInside, ticketMatches } from '@main/store/dialects/sqlite/text-search'
import type { Tables } from '@main/store/tables'

/** "In scadenza" looks this far ahead. */
const DUE_SOON_MS = 2 * DAY_MS

export interface FilterFacts {
  readonly now: number
  readonly userId: number
  /** IANA zone of the office's calendar, for days of arrival. */
  readonly zone: string
}

type TicketQuery<O> = SelectQueryBuilder<Tables, 'tickets', O>

/**
 * A value of a closed list, or a whole number, written into the statement itself. SQLite plans a statement anew whenever
 * a value that its plan looked at is bound (a `= ?`, an `IN (?)`, a `LIMIT ?`): half the time of a page of fifty rows.
 * Never for what a person typed.
 */
export const said = <T extends string | number>(value: T): RawBuilder<T> => sql.lit(value)

const saidAll = <T extends string | number>(values: readonly T[]): RawBuilder<T>[] => values.map(said)

/** The conditions of the views that ship; the only place that knows them. */
const inView = <O>(query: TicketQuery<O>, view: View, { now, userId }: FilterFacts): TicketQuery<O> => {
  const open = query.where('tickets.is_open', '=', said(1))
  switch (view) {
    case 'open':
      return open
    case 'new':
    case 'waiting':
    case 'forwarded':
      return query.where('tickets.status', '=', said(view))
    case 'to_assign':
      return query.where('tickets.status', '=', said('accepted')).where('tickets.crew_id', 'is', null)
    case 'mine':
      return open.where('tickets.owner_id', '=', said(userId))
    case 'due_soon':
      return (
        open
          .where('tickets.due_sort', '>', now)
          // Added by SQLite: `now` may be a value that a kept statement gets when it runs.
          .where('tickets.due_sort', '<=', sql<number>`${now} + ${said(DUE_SOON_MS)}`)
      )
    case 'overdue':
      return open.where('tickets.due_sort', '<=', now)
    case 'to_answer':
      return query.where('tickets.status', '=', said('done'))
    case 'closed':
      return query.where('tickets.status', '=', said('closed'))
    case 'all':
      return query
  }
}

/** Narrows a select on `tickets` to a filter; parts that are empty do not narrow. */
export const applyTicketFilter = <O>(
  base: TicketQuery<O>,
  filter: TicketFilter,
  facts: FilterFacts,
): TicketQuery<O> => {
  let query = inView(base, filter.view, facts)
  if (filter.statuses.length > 0) query = query.where('tickets.status', 'in', saidAll(filter.statuses))
  if (filter.categoryIds.length > 0)
    query = query.where((eb) =>
      eb.or([
        eb('tickets.category_id', 'in', saidAll(filter.categoryIds)),
        // A chosen category means its local ones too.
        eb(
          'tickets.category_id',
          'in',
          eb.selectFrom('categories').select('id').where('parent_id', 'in', saidAll(filter.categoryIds)),
        ),
      ]),
    )
  if (filter.districtIds.length > 0) query = query.where('tickets.district_id', 'in', saidAll(filter.districtIds))
  if (filter.channels.length > 0) query = query.where('tickets.channel', 'in', saidAll(filter.channels))
  if (filter.priorities.length > 0)
    query = query.where('tickets.priority', 'in', saidAll(filter.priorities.map((priority) => PRIORITY_RANK[priority])))
  if (filter.crewIds.length > 0) query = query.where('tickets.crew_id', 'in', saidAll(filter.crewIds))
  if (filter.contactId !== null) query = query.where('tickets.contact_id', '=', said(filter.contactId))
  if (filter.from !== null) query = query.where('tickets.created_at', '>=', said(startOfDay(filter.from, facts.zone)))
  if (filter.to !== null)
    query = query.where('tickets.created_at', '<', said(startOfDay(addDays(filter.to, 1), facts.zone)))
  if (filter.text.trim() !== '') {
    const { ftsMatch } = parseQuery(filter.text)
    query = ftsMatch === '' ? query.where(sql<boolean>`0`) : query.where(ticketMatches(ftsMatch))
  }
  const { bbox } = filter
  if (bbox !== null) query = query.where((eb) => ticketInside(eb, bbox))
  return query
}

/** Whether the filter is a view and nothing else: then kept counters may answer. */
export const isBareView = (filter: TicketFilter): boolean =>
  filter.statuses.length + filter.categoryIds.length + filter.districtIds.length + filter.channels.length === 0 &&
  filter.priorities.length + filter.crewIds.length === 0 &&
  filter.contactId === null &&
  filter.from === null &&
  filter.to === null &&
  filter.bbox === null &&
  filter.text.trim() === ''
