import type { ReadDb } from '@main/store/handles'
import { listOf } from '@main/store/dialects/sqlite/id-list'

export interface TicketText {
  readonly id: number
  readonly categoryId: number | null
  readonly changedAt: number
  readonly text: string
}

/** What the citizen said: never notes or answers, which are not there yet when the next ticket comes. */
export const ticketTexts = async (db: ReadDb, ids: readonly number[]): Promise<readonly TicketText[]> => {
  const json = JSON.stringify(ids)
  const rows = await db
    .selectFrom('tickets')
    .select(['id', 'category_id', 'subject', 'description', 'last_activity_at'])
    .where('id', 'in', listOf(json))
    .execute()
  const reports = await db
    .selectFrom('messages')
    .select(['ticket_id', 'text'])
    .where('ticket_id', 'in', listOf(json))
    .where('purpose', '=', 'report')
    .execute()
  const reportOf = new Map(reports.map(({ ticket_id: ticket, text }) => [ticket, text]))
  return rows.map((row) => ({
    id: row.id,
    categoryId: row.category_id,
    changedAt: row.last_activity_at,
    text: [row.subject, row.description, reportOf.get(row.id) ?? ''].join('\n'),
  }))
}

/** Tickets with a category, newest first. */
export const newestCategorised = async (db: ReadDb, limit: number): Promise<readonly number[]> => {
  const rows = await db
    .selectFrom('tickets')
    .select('id')
    .where('category_id', 'is not', null)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** Tickets on which something happened since, oldest first. */
export const changedSince = async (db: ReadDb, at: number, limit: number): Promise<readonly number[]> => {
  const rows = await db
    .selectFrom('tickets')
    .select('id')
    .where('last_activity_at', '>=', at)
    .orderBy('last_activity_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}
