import { type SelectQueryBuilder, sql } from 'kysely'
import type { TicketFilter, TicketRow, TicketSort } from '@shared/contract/tickets'
import type { TicketId } from '@shared/kernel/ids'
import type { Page } from '@shared/kernel/page'
import type { ReadDb } from '@main/store/handles'
import type { Tables } from '@main/store/tables'
import { type FilterFacts, applyTicketFilter, isBareView } from './ticket-filter-queries'
import { ROW_COLUMNS, type StoredTicket, toTicketRow } from './ticket-rows'

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

/** One window of a sorted list. */
export const listTickets = async (db: ReadDb, input: ListInput, facts: FilterFacts): Promise<TicketRow[]> => {
  if (input.offset > DEEP) {
    const window = sorted(
      applyTicketFilter(db.selectFrom('tickets').select('tickets.id'), input.filter, facts),
      input.sort,
    )
    const ids = await window.limit(input.limit).offset(input.offset).execute()
    return ticketRowsOf(
      db,
      ids.map((row) => row.id),
    )
  }
  const query = db
    .selectFrom('tickets')
    .select(ROW_COLUMNS)
    .select((eb) =>
      eb.selectFrom('contacts').select('name').whereRef('contacts.id', '=', 'tickets.contact_id').as('contact_name'),
    )
  const rows = await sorted(applyTicketFilter(query, input.filter, facts), input.sort)
    .limit(input.limit)
    .offset(input.offset)
    .execute()
  return rows.map(toTicketRow)
}

/** The rows of these ids, in the ids' order; ids that are gone are left out. */
export const ticketRowsOf = async (db: ReadDb, ids: readonly number[]): Promise<TicketRow[]> => {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('tickets')
    .leftJoin('contacts', 'contacts.id', 'tickets.contact_id')
    .select(ROW_COLUMNS)
    .select('contacts.name as contact_name')
    .where('tickets.id', 'in', ids)
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row === undefined ? [] : [toTicketRow(row)]
  })
}

export const ticketIds = async (
  db: ReadDb,
  input: Pick<ListInput, 'filter' | 'sort' | 'limit'>,
  facts: FilterFacts,
): Promise<TicketId[]> => {
  const rows = await sorted(
    applyTicketFilter(db.selectFrom('tickets').select('tickets.id'), input.filter, facts),
    input.sort,
  )
    .limit(input.limit)
    .execute()
  return rows.map((row) => row.id as TicketId)
}

/** How many tickets a filter has; a bare view over everything is answered by kept counters. */
export const countTickets = async (db: ReadDb, filter: TicketFilter, facts: FilterFacts): Promise<number> => {
  if (isBareView(filter) && (filter.view === 'all' || filter.view === 'closed')) {
    let kept = db.selectFrom('status_counts').select((eb) => eb.fn.sum<number | null>('n').as('n'))
    if (filter.view === 'closed') kept = kept.where('status', '=', 'closed')
    return (await kept.executeTakeFirst())?.n ?? 0
  }
  const row = await applyTicketFilter(
    db.selectFrom('tickets').select(sql<number>`count(*)`.as('n')),
    filter,
    facts,
  ).executeTakeFirst()
  return row?.n ?? 0
}

export const ticketPage = async (db: ReadDb, input: ListInput, facts: FilterFacts): Promise<Page<TicketRow>> => ({
  rows: await listTickets(db, input, facts),
  total: await countTickets(db, input.filter, facts),
})

export type { StoredTicket }

export const storedTicket = (db: ReadDb, id: number): Promise<StoredTicket | undefined> =>
  db.selectFrom('tickets').selectAll().where('id', '=', id).executeTakeFirst()
