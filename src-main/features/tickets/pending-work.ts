import type { ReadDb, WriteDb } from '@main/store/handles'
import { refreshDeadlines } from './refresh-deadlines'
import { refreshSearchRow } from './search-row'

/** Tickets that one write works out anew: a few milliseconds, so that nobody waits behind it. */
const BATCH = 40

interface PendingWork {
  readonly kind: string
  readonly subject: number
  readonly below_id: number
}

const nextWork = (db: ReadDb): Promise<PendingWork | undefined> =>
  db.selectFrom('pending_work').selectAll().orderBy('kind').orderBy('subject').limit(1).executeTakeFirst()

export const isWorkPending = async (db: ReadDb): Promise<boolean> => (await nextWork(db)) !== undefined

/** The next tickets that the work touches, newest first: those are the ones that people look at. */
const nextTickets = async (db: ReadDb, work: PendingWork, limit: number): Promise<number[]> => {
  const all = db.selectFrom('tickets').select('id').where('id', '<', work.below_id).orderBy('id', 'desc').limit(limit)
  const touched =
    work.kind === 'deadlines'
      ? all.where('is_open', '=', 1)
      : all.where(work.kind === 'contact_search' ? 'contact_id' : 'district_id', '=', work.subject)
  return (await touched.execute()).map(({ id }) => id)
}

/** One short write's share of the oldest pending work; it goes on from there, whoever was killed in between. */
export const workOnPending = async (db: WriteDb): Promise<void> => {
  const work = await nextWork(db)
  if (!work) return
  const ids = await nextTickets(db, work, BATCH)
  for (const id of ids) await (work.kind === 'deadlines' ? refreshDeadlines(db, id) : refreshSearchRow(db, id))
  const last = ids.at(-1)
  if (last === undefined || ids.length < BATCH) await forget(db, work)
  else
    await db
      .updateTable('pending_work')
      .set({ below_id: last })
      .where('kind', '=', work.kind)
      .where('subject', '=', work.subject)
      .execute()
}

const forget = async (db: WriteDb, work: Pick<PendingWork, 'kind' | 'subject'>): Promise<void> => {
  await db.deleteFrom('pending_work').where('kind', '=', work.kind).where('subject', '=', work.subject).execute()
}

/**
 * A person's name or number changed: their newest tickets are found by it at once, in the same write. Somebody with
 * more tickets than a batch leaves the rest to the job.
 */
export const refreshContactSearch = async (db: WriteDb, contactId: number): Promise<void> => {
  const work = { kind: 'contact_search', subject: contactId }
  const queued = await db
    .selectFrom('pending_work')
    .selectAll()
    .where('kind', '=', work.kind)
    .where('subject', '=', work.subject)
    .executeTakeFirst()
  if (!queued) return
  const ids = await nextTickets(db, queued, BATCH)
  for (const id of ids) await refreshSearchRow(db, id)
  if (ids.length < BATCH) await forget(db, work)
}

/** The same for a person whose tickets have changed hands: no trigger sees that. */
export const refreshPersonTickets = async (db: WriteDb, contactId: number): Promise<void> => {
  await db
    .insertInto('pending_work')
    .values({ kind: 'contact_search', subject: contactId, below_id: Number.MAX_SAFE_INTEGER })
    .onConflict((conflict) => conflict.columns(['kind', 'subject']).doUpdateSet({ below_id: Number.MAX_SAFE_INTEGER }))
    .execute()
  await refreshContactSearch(db, contactId)
}
