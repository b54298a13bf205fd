import { DAY_MS, type Instant } from '@shared/kernel/instant'
import type { WriteDb } from '@main/store/handles'

/** A rule is tried on the last month; a year is what anybody looks back. */
const KEPT_MS = 366 * DAY_MS
const AT_ONCE = 1000

/**
 * Forgets what was said of deadlines long ago, inside a write; answers how many, 0 when none is left. Of a ticket that is
 * still open the newest word of each kind is remembered: it is said once.
 */
export const forgetMarks = async (db: WriteDb, now: Instant, atOnce = AT_ONCE): Promise<number> => {
  const old = await db
    .selectFrom('deadline_marks as old')
    .innerJoin('tickets', 'tickets.id', 'old.ticket_id')
    .select(['old.ticket_id', 'old.due_of', 'old.mark', 'old.due_at'])
    .where('old.at', '<', now - KEPT_MS)
    .where((eb) =>
      eb.or([
        eb('tickets.is_open', '=', 0),
        eb.exists(
          eb
            .selectFrom('deadline_marks as newer')
            .select('newer.ticket_id')
            .whereRef('newer.ticket_id', '=', 'old.ticket_id')
            .whereRef('newer.due_of', '=', 'old.due_of')
            .whereRef('newer.mark', '=', 'old.mark')
            .whereRef('newer.due_at', '>', 'old.due_at'),
        ),
      ]),
    )
    .limit(atOnce)
    .execute()
  for (const { ticket_id: ticketId, due_of: of, mark, due_at: due } of old)
    await db
      .deleteFrom('deadline_marks')
      .where('ticket_id', '=', ticketId)
      .where('due_of', '=', of)
      .where('mark', '=', mark)
      .where('due_at', '=', due)
      .execute()
  return old.length
}
