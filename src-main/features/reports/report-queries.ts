import { sql } from 'kysely'
import type { ReadDb } from '@main/store/handles'
import { IS_OWN, KEPT, MISSED } from '../tickets/ticket-filter-queries'

/** Moments; `end` is not part of it. */
export interface Range {
  readonly start: number
  readonly end: number
}

const COUNT = sql<number>`count(*)`.as('n')

/** By which column a ticket falls into a slice. */
export const SLICE_COLUMN = {
  channel: 'channel',
  category: 'category_id',
  district: 'district_id',
  crew: 'crew_id',
  body: 'body_id',
} as const

/**
 * Those that arrived in the range, each with all that it is counted by, from one walk along the index of the reports. The
 * stubs of merged ones are left out: their master is counted.
 */
export const arrivals = (db: ReadDb, { start, end }: Range) =>
  db
    .selectFrom('tickets')
    .where('created_at', '>=', start)
    .where('created_at', '<', end)
    .where('status', '<>', 'merged')
    .select([
      'created_at',
      'first_answered_at',
      sql<number | null>`CASE WHEN status = 'closed' THEN closed_at END`.as('closed_at'),
      sql<string | null>`CASE WHEN status = 'closed' THEN outcome END`.as('outcome'),
      'reopened',
      sql<number | null>`CASE WHEN ${KEPT} THEN 1 WHEN ${MISSED} THEN 0 END`.as('kept'),
      'channel',
      'category_id',
      'district_id',
      'crew_id',
      // Null for the office's own: the other bodies are counted.
      sql<number | null>`CASE WHEN NOT ${IS_OWN} THEN body_id END`.as('body_id'),
    ])
    .execute()

export type Arrival = Awaited<ReturnType<typeof arrivals>>[number]

export const mergedCount = async (db: ReadDb, { start, end }: Range): Promise<number> =>
  (
    await db
      .selectFrom('tickets')
      .where('created_at', '>=', start)
      .where('created_at', '<', end)
      .where('status', '=', 'merged')
      .select(COUNT)
      .executeTakeFirstOrThrow()
  ).n

export const overdueCount = async (db: ReadDb, { start, end }: Range, now: number): Promise<number> =>
  (
    await db
      .selectFrom('tickets')
      .where('is_open', '=', 1)
      .where('due_sort', '<=', now)
      .where('created_at', '>=', start)
      .where('created_at', '<', end)
      .select(COUNT)
      .executeTakeFirstOrThrow()
  ).n

/** Tickets of the range whose citizen was asked if it is settled, and those who said so, or that it is not. */
export const followUpCounts = (db: ReadDb, { start, end }: Range) => {
  const said = (answer: 'yes' | 'no') =>
    sql<number>`count(DISTINCT CASE WHEN follow_ups.answer = ${answer} THEN tickets.id END)`
  return db
    .selectFrom('follow_ups')
    .innerJoin('tickets', 'tickets.id', 'follow_ups.ticket_id')
    .where('follow_ups.state', '=', 'asked')
    .where('tickets.created_at', '>=', start)
    .where('tickets.created_at', '<', end)
    .where('tickets.status', '<>', 'merged')
    .select([sql<number>`count(DISTINCT tickets.id)`.as('asked'), said('yes').as('confirmed'), said('no').as('denied')])
    .executeTakeFirstOrThrow()
}

/** When those that were closed in the range were, whenever they had arrived. */
export const closings = (db: ReadDb, { start, end }: Range) =>
  db
    .selectFrom('tickets')
    .where('closed_at', '>=', start)
    .where('closed_at', '<', end)
    .where('status', '=', 'closed')
    .select(['created_at', sql<number>`closed_at`.as('closed_at'), 'outcome'])
    .execute()

/** Arrived before the moment and not closed by then. */
export const stockAt = async (db: ReadDb, at: number): Promise<number> => {
  const arrived = db.selectFrom('tickets').where('created_at', '<', at).select(COUNT)
  const still = await arrived.where('is_open', '=', 1).executeTakeFirstOrThrow()
  const since = await arrived.where('closed_at', '>=', at).where('status', '=', 'closed').executeTakeFirstOrThrow()
  return still.n + since.n
}

export const firstArrival = async (db: ReadDb): Promise<number | null> =>
  (await db.selectFrom('tickets').select('created_at').orderBy('created_at').limit(1).executeTakeFirst())?.created_at ??
  null

/** Which category lies under which. */
export const categoryParents = async (db: ReadDb): Promise<ReadonlyMap<number, number>> => {
  const rows = await db
    .selectFrom('categories')
    .select(['id', 'parent_id'])
    .where('parent_id', 'is not', null)
    .execute()
  return new Map(rows.map(({ id, parent_id }) => [id, parent_id ?? id]))
}
