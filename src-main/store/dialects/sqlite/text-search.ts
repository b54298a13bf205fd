import { type ExpressionBuilder, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../../tables'

/** `tickets.id` is among those whose words match; `match` is an expression of `@shared/search/query`. */
export const ticketMatches = (match: string): RawBuilder<boolean> =>
  sql<boolean>`tickets.id IN (SELECT rowid FROM ticket_fts WHERE ticket_fts MATCH ${match})`

/**
 * Ids of tickets whose words match, newest first (0.12 ms for a common word at a million tickets, against 614 ms by
 * rank).
 */
export const newestMatches = (match: string, limit: number): RawBuilder<{ id: number }> =>
  sql<{
    id: number
  }>`SELECT rowid AS id FROM ticket_fts WHERE ticket_fts MATCH ${match} ORDER BY rowid DESC LIMIT ${limit}`

/** `tickets.id` lies in the rectangle (west, south, east, north in degrees). */
export const ticketInside = (
  _eb: ExpressionBuilder<Tables, 'tickets'>,
  [west, south, east, north]: readonly [number, number, number, number],
): RawBuilder<boolean> =>
  sql<boolean>`tickets.id IN (SELECT ticket_id FROM ticket_points
    WHERE max_lon >= ${west} AND min_lon <= ${east} AND max_lat >= ${south} AND min_lat <= ${north})`
