import { DAY_MS, type Instant } from '@shared/kernel/instant'
import type { WriteDb } from '@main/store/handles'

/** What a rule did on a ticket stays on the ticket for ever; the rules' own log is for whoever asks why, this year. */
const KEPT_MS = 366 * DAY_MS
const AT_ONCE = 5000

/**
 * Forgets old lines of the rules' log, inside a write; answers how many, 0 when none is left. An answer that a rule gave
 * to a ticket that is still open is remembered: it gives it once.
 */
export const forgetRuns = async (db: WriteDb, now: Instant, atOnce = AT_ONCE): Promise<number> => {
  const old = db
    .selectFrom('automation_runs')
    .innerJoin('tickets', 'tickets.id', 'automation_runs.ticket_id')
    .select('automation_runs.id')
    .where('automation_runs.at', '<', now - KEPT_MS)
    .where((eb) => eb.or([eb('tickets.is_open', '=', 0), eb('automation_runs.steps', 'not like', '%"answer"%')]))
    .orderBy('automation_runs.id')
    .limit(atOnce)
  const { numDeletedRows } = await db.deleteFrom('automation_runs').where('id', 'in', old).executeTakeFirst()
  return Number(numDeletedRows)
}
