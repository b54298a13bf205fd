import { type ExpressionBuilder, type SelectQueryBuilder, sql } from 'kysely'
import type { TicketFilter, TicketRow, TicketSort } from '@shared/contract/tickets'
import type { TicketId } from '@shared/kernel/ids'
import type { Page } from '@shared/kernel/page'
import { listOf } from '@main/store/dialects/sqlite/id-list'
import type { ReadDb } from '@main/store/handles'
import { KeptQuery, later } from '@main/store/kept-query'
import type { Tables } from '@main/store/tables'
import { type FilterFacts, applyTicketFilter, isBareView, said } from './ticket-filter-queries'
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

/** Each order ends in the id, as its index does: without it SQLite would sort. */
const sorted = <O>(
  query: SelectQueryBuilder<Tables, 'tickets', O>,
  sort: TicketSort,
): SelectQueryBuilder<Tables, 'tickets', O> => {
  const direction = sort.descending ? 'desc' : 'asc'
  const first = query.orderBy(SORT_COLUMN[sort.key], direction)
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

/** One window of a sorted list. */
export const listTickets = async (db: ReadDb, input: ListInput, facts: FilterFacts): Promise<TicketRow[]> => {
  const { filter, sort, offset, limit } = input
  if (offset > DEEP) return ticketRowsOf(db, await ticketIds(db, input, facts))
  const rows = await pages.run(
    db,
    formOf(filter, facts, sort, limit),
    () =>
      sorted(
        applyTicketFilter(db.selectFrom('tickets').select(ROW_COLUMNS).select(contactName), filter, atRun(facts)),
        sort,
      )
        .limit(said(limit))
        .offset(later<number>('offset')),
    { now: facts.now, offset },
  )
  return rows.map(toTicketRow)
}

/** Ids of one window of a sorted list. */
export const ticketIds = async (
  db: ReadDb,
  { filter, sort, offset = 0, limit }: Omit<ListInput, 'offset'> & { readonly offset?: number },
  facts: FilterFacts,
): Promise<TicketId[]> => {
  const rows = await windows.run(
    db,
    formOf(filter, facts, sort, limit),
    () =>
      sorted(applyTicketFilter(db.selectFrom('tickets').select('tickets.id'), filter, atRun(facts)), sort)
        .limit(said(limit))
        .offset(later<number>('offset')),
    { now: facts.now, offset },
  )
  return rows.map((row) => row.id as TicketId)
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
        .where('tickets.id', 'in', listOf(later<string>('ids'))),
    { ids: JSON.stringify(ids) },
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row === undefined ? [] : [toTicketRow(row)]
  })
}

/** How many tickets a filter has; a bare view over everything is answered by kept counters. */
export const countTickets = async (db: ReadDb, filter: TicketFilter, facts: FilterFacts): Promise<number> => {
  const isKept = isBareView(filter) && (filter.view === 'all' || filter.view === 'closed')
  const [row] = await counts.run(
    db,
    formOf(filter, facts),
    () => (isKept ? keptCount(db, filter.view === 'closed') : tallied(db, filter, atRun(facts))),
    { now: facts.now },
  )
  return row?.n ?? 0
}

const keptCount = (db: ReadDb, onlyClosed: boolean) => {
  const kept = db.selectFrom('status_counts').select(sql<number>`coalesce(sum(n), 0)`.as('n'))
  return onlyClosed ? kept.where('status', '=', said('closed')) : kept
}

const tallied = (db: ReadDb, filter: TicketFilter, facts: FilterFacts) =>
  applyTicketFilter(db.selectFrom('tickets').select(sql<number>`count(*)`.as('n')), filter, facts)

export const ticketPage = async (db: ReadDb, input: ListInput, facts: FilterFacts): Promise<Page<TicketRow>> => ({
  rows: await listTickets(db, input, facts),
  total: await countTickets(db, input.filter, facts),
})

export type { StoredTicket }

export const storedTicket = (db: ReadDb, id: number): Promise<StoredTicket | undefined> =>
  db.selectFrom('tickets').selectAll().where('id', '=', id).executeTakeFirst()
