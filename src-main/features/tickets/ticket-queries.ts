import { type ExpressionBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { type TicketFilter, type TicketRow, type TicketSort, ticketFilter } from '@shared/contract/tickets'
import type { TicketId } from '@shared/kernel/ids'
import type { Page } from '@shared/kernel/page'
import { parseQuery } from '@shared/search/query'
import { isNarrowed } from '@shared/tickets/ticket-filter'
import { OPEN_STATUSES, TICKET_STATUSES, type TicketStatus } from '@shared/tickets/vocabulary'
import { listOf } from '@main/store/dialects/sqlite/id-list'
import { countMatches, hidden, walkMatches } from '@main/store/dialects/sqlite/text-search'
import type { ReadDb } from '@main/store/handles'
import { KeptQuery, compilable, later } from '@main/store/kept-query'
import type { Tables } from '@main/store/tables'
import { type FilterFacts, type Lead, applyTicketFilter } from './ticket-filter-queries'
import { stormName } from './storm-name-queries'
import { ROW_COLUMNS, type RowFacts, type StoredTicket, toTicketRow } from './ticket-rows'

export interface ListInput {
  readonly filter: TicketFilter
  readonly sort: TicketSort
  readonly offset: number
  readonly limit: number
}

const SORT_COLUMN = {
  number: 'tickets.id',
  due: 'tickets.due_sort',
  priority: 'tickets.priority',
  activity: 'tickets.last_activity_at',
} as const

/**
 * Each order ends in the id, as its index does: without it SQLite would sort. Where the filter leads, it shall: what is
 * left is sorted afterwards.
 */
const sorted = <O>(
  query: SelectQueryBuilder<Tables, 'tickets', O>,
  sort: TicketSort,
  lead: Lead,
): SelectQueryBuilder<Tables, 'tickets', O> => {
  const direction = sort.descending ? 'desc' : 'asc'
  const column = SORT_COLUMN[sort.key]
  const first = query.orderBy(lead === 'order' ? sql.ref(column) : hidden(column), direction)
  return sort.key === 'number' ? first : first.orderBy('tickets.id', direction)
}

/** Past so many skipped rows it pays to walk an index alone and fetch the window's rows afterwards. */
const DEEP = 500

const pages = new KeptQuery<RowFacts>()
const windows = new KeptQuery<{ id: number }>()
const counts = new KeptQuery<{ n: number }>()

/** What a kept statement over a filter is built from; the moment comes when it runs. */
const formOf = (filter: TicketFilter, facts: FilterFacts, ...rest: unknown[]): string =>
  JSON.stringify([filter, facts.userId, facts.zone, ...rest])

const atRun = (facts: FilterFacts): FilterFacts => ({ ...facts, now: later<number>('now') })

const contactName = (eb: ExpressionBuilder<Tables, 'tickets'>) =>
  eb.selectFrom('contacts').select('name').whereRef('contacts.id', '=', 'tickets.contact_id').as('contact_name')

const hasText = ({ text }: TicketFilter): boolean => parseQuery(text).ftsMatch !== ''

const walksMatches = ({ filter, sort }: Omit<ListInput, 'offset' | 'limit'>, lead: Lead): boolean =>
  lead === 'order' && sort.key === 'number' && hasText(filter)

/** The view whose tickets are walked when this filter's order leads. */
const walked = ({ view }: TicketFilter): 'open' | 'closed' | 'all' =>
  view === 'all' || view === 'closed' ? view : 'open'

/**
 * Walking the order looks at every ticket until the window is full, the filter's index at all that it finds: what looks
 * at fewer leads. A million tickets and 25,000 of a district: 2,000 against 25,000; 16 of a citizen: three million
 * against 16.
 */
const leadOf = async (
  db: ReadDb,
  { filter, offset, limit }: Omit<ListInput, 'sort'>,
  total: number,
  facts: FilterFacts,
): Promise<Lead> => {
  const around = walked(filter)
  if (!isNarrowed(filter) && filter.view === around) return 'order'
  const all = await countTickets(db, ticketFilter.parse({ view: around }), facts)
  return (offset + limit) * all < total * total ? 'order' : 'filter'
}

/** One window of a sorted list of `total` tickets. */
const listTickets = async (db: ReadDb, input: ListInput, total: number, facts: FilterFacts): Promise<TicketRow[]> => {
  const { filter, sort, offset, limit } = input
  if (offset >= total) return []
  const lead = await leadOf(db, input, total, facts)
  // Ids first, where rows would be carried along through a sort or a long walk.
  if (lead === 'filter' || offset > DEEP || walksMatches(input, lead))
    return ticketRowsOf(db, await windowOf(db, input, lead, facts))
  const rows = await pages.run(
    db,
    formOf(filter, facts, sort),
    () =>
      sorted(
        applyTicketFilter(
          db.selectFrom('tickets').select(ROW_COLUMNS).select(contactName).select(stormName(db)),
          filter,
          atRun(facts),
          lead,
        ),
        sort,
        lead,
      )
        .limit(later<number>('limit'))
        .offset(later<number>('offset')),
    { now: facts.now, offset, limit },
  )
  return rows.map(toTicketRow)
}

export interface IdRange {
  readonly after: number
  readonly upTo: number
}

/** Those of a filter's tickets whose ids lie above `after`, up to and with `upTo`: a part of a walk along all of them. */
export const ticketsWithin = (
  db: ReadDb,
  filter: TicketFilter,
  facts: FilterFacts,
  { after, upTo }: IdRange,
): SelectQueryBuilder<Tables, 'tickets', unknown> => {
  const words = hasText(filter)
  const tickets = words ? matchedTickets(db, filter) : db.selectFrom('tickets')
  const id = sql.ref<number>(words ? 'matched.id' : 'tickets.id')
  return applyTicketFilter<unknown>(tickets, words ? { ...filter, text: '' } : filter, facts, 'order')
    .where(id, '>', after)
    .where(id, '<=', upTo)
}

const matchedTickets = (db: ReadDb, { text }: TicketFilter) =>
  // What else a filter says is about the tickets alone.
  walkMatches(db, parseQuery(text).ftsMatch) as unknown as SelectQueryBuilder<Tables, 'tickets', unknown>

/** Sorted by number, a text's matches are walked themselves: never more of them than tickets. */
const matchesWalk = (db: ReadDb, { filter, sort }: ListInput, facts: FilterFacts) =>
  applyTicketFilter(matchedTickets(db, filter).select('tickets.id'), { ...filter, text: '' }, facts, 'order').orderBy(
    sql.ref('matched.id'),
    sort.descending ? 'desc' : 'asc',
  )

const windowOf = async (db: ReadDb, input: ListInput, lead: Lead, facts: FilterFacts): Promise<TicketId[]> => {
  const { filter, sort, offset, limit } = input
  const rows = await windows.run(
    db,
    formOf(filter, facts, sort, lead),
    () =>
      (walksMatches(input, lead)
        ? matchesWalk(db, input, atRun(facts))
        : sorted(
            applyTicketFilter(db.selectFrom('tickets').select('tickets.id'), filter, atRun(facts), lead),
            sort,
            lead,
          )
      )
        .limit(later<number>('limit'))
        .offset(later<number>('offset')),
    { now: facts.now, offset, limit },
  )
  return rows.map((row) => row.id as TicketId)
}

/** Ids of a sorted list's beginning. */
export const ticketIds = async (
  db: ReadDb,
  input: Omit<ListInput, 'offset'>,
  facts: FilterFacts,
): Promise<TicketId[]> => {
  const window = { ...input, offset: 0 }
  const lead = await leadOf(db, window, await countTickets(db, input.filter, facts), facts)
  return windowOf(db, window, lead, facts)
}

const byIds = new KeptQuery<RowFacts>()

/** The rows of these ids, in the ids' order; ids that are gone are left out. */
export const ticketRowsOf = async (db: ReadDb, ids: readonly number[]): Promise<TicketRow[]> => {
  if (ids.length === 0) return []
  const rows = await byIds.run(
    db,
    '',
    () =>
      db
        .selectFrom('tickets')
        .select(ROW_COLUMNS)
        .select(contactName)
        .select(stormName(db))
        .where('tickets.id', 'in', listOf(later<string>('ids'))),
    { ids: JSON.stringify(ids) },
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row === undefined ? [] : [toTicketRow(row)]
  })
}

/** The views that say nothing but a ticket's state: how many there are of each is kept by the store itself. */
const STATES_OF_VIEW: Readonly<Partial<Record<TicketFilter['view'], readonly TicketStatus[]>>> = {
  new: ['new'],
  waiting: ['waiting'],
  forwarded: ['forwarded'],
  to_answer: ['done'],
  open: OPEN_STATUSES,
  closed: ['closed'],
  all: TICKET_STATUSES,
}

/** How many tickets a filter has; a bare view that is one of states alone is answered by kept counters. */
export const countTickets = async (db: ReadDb, filter: TicketFilter, facts: FilterFacts): Promise<number> => {
  const kept = isNarrowed(filter) ? undefined : STATES_OF_VIEW[filter.view]
  const [row] = await counts.run(
    db,
    formOf(filter, facts),
    () => {
      if (kept !== undefined) return keptCount(db, kept)
      return isTextAlone(filter) ? matchCount(db, filter) : tallied(db, filter, atRun(facts))
    },
    { now: facts.now },
  )
  return row?.n ?? 0
}

const keptCount = (db: ReadDb, states: readonly TicketStatus[]) =>
  db
    .selectFrom('status_counts')
    .select(sql<number>`coalesce(sum(n), 0)`.as('n'))
    .where('status', 'in', states)

/** Nothing narrows all tickets, or all closed ones, but words. */
const isTextAlone = (filter: TicketFilter): boolean =>
  (filter.view === 'all' || filter.view === 'closed') && hasText(filter) && !isNarrowed({ ...filter, text: '' })

/** Counted in the full-text index; the few that are not closed are taken off, instead of looking up all that are. */
const matchCount = (db: ReadDb, { view, text }: TicketFilter) => {
  const notClosed = db.selectFrom('tickets').select('id').where('is_open', '=', 1)
  const merged = db.selectFrom('tickets').select('id').where('status', '=', 'merged')
  const without = view === 'closed' ? sql`(${notClosed.unionAll(merged)})` : null
  return compilable(countMatches(parseQuery(text).ftsMatch, without), db)
}

const tallied = (db: ReadDb, filter: TicketFilter, facts: FilterFacts) =>
  applyTicketFilter(db.selectFrom('tickets').select(sql<number>`count(*)`.as('n')), filter, facts)

export const ticketPage = async (db: ReadDb, input: ListInput, facts: FilterFacts): Promise<Page<TicketRow>> => {
  const total = await countTickets(db, input.filter, facts)
  return { rows: await listTickets(db, input, total, facts), total }
}

export type { StoredTicket }

export const storedTicket = (db: ReadDb, id: number): Promise<StoredTicket | undefined> =>
  db.selectFrom('tickets').selectAll().where('id', '=', id).executeTakeFirst()
