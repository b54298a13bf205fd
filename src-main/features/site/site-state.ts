import type { SiteTarget } from '@shared/contract/settings'
import { type AppError, plainDetails } from '@shared/kernel/app-error'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@shared/kernel/instant'
import { type RandomBytes, randomToken } from '@main/platform/random'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { readSetting } from '../settings/read-setting'

export const siteState = (db: ReadDb) => db.selectFrom('site_state').selectAll().executeTakeFirstOrThrow()

/** Two targets that differ are two sites: what lies in one says nothing of the other. */
export const targetKey = (target: SiteTarget): string => (target.kind === 'none' ? '' : JSON.stringify(target))

/** Whether any page is out of date: asked every few seconds, so nothing is counted. */
export const hasDirtyPages = async (db: ReadDb): Promise<boolean> =>
  (await db.selectFrom('site_dirty').select('ticket_id').limit(1).executeTakeFirst()) !== undefined

/**
 * Every page is looked at again: `all` writes each anew (a person's wish), `what changed` only those that now read
 * otherwise (a category was renamed).
 */
export const markEverything = async (
  db: WriteDb,
  now: number,
  which: 'all' | 'what changed' = 'all',
): Promise<void> => {
  const { keepDays } = await readSetting(db, 'site')
  const since = now - keepDays * DAY_MS
  await db
    .insertInto('site_dirty')
    .columns(['ticket_id', 'n'])
    .expression((eb) =>
      eb
        .selectFrom('tickets')
        .select(['id', eb.val(1).as('n')])
        .where((where) =>
          where.or([
            where('is_open', '=', 1),
            where.and([where('status', '=', 'closed'), where('closed_at', '>', since)]),
            where('status', '=', 'merged'),
          ]),
        ),
    )
    // Never lower: the desk that writes a page at this moment would take what it wrote for the newest.
    .onConflict((conflict) => conflict.column('ticket_id').doUpdateSet(({ eb }) => ({ n: eb('site_dirty.n', '+', 1) })))
    .execute()
  if (which === 'all') await db.updateTable('site_pages').set({ digest: '' }).execute()
  await db
    .updateTable('site_state')
    .set(which === 'all' ? { shared_due: 1, next_attempt_at: 0 } : { shared_due: 1 })
    .execute()
}

/** Follows the settings: another target begins anew, none stops; answers whether anything is published at all. */
export const followTarget = async (db: WriteDb, random: RandomBytes, now: number): Promise<boolean> => {
  const { target } = await readSetting(db, 'site')
  const key = targetKey(target)
  const state = await siteState(db)
  if (state.target === key) return key !== ''
  await db.deleteFrom('site_pages').execute()
  await db
    .updateTable('site_state')
    .set({
      target: key,
      host_key: '',
      last_at: null,
      failure: null,
      failure_details: '{}',
      attempts: 0,
      changed_at: now,
      feed_key: state.feed_key === '' ? randomToken(random, 32) : state.feed_key,
    })
    .execute()
  if (key === '') await db.deleteFrom('site_dirty').execute()
  else await markEverything(db, now)
  return key !== ''
}

/** First after a minute, in the end every hour. */
const pauseAfter = (attempts: number): number => Math.min(HOUR_MS, MINUTE_MS * 2 ** Math.min(attempts - 1, 6))

export const noteFailure = async (db: WriteDb, error: AppError, now: number): Promise<void> => {
  const attempts = (await siteState(db)).attempts + 1
  await db
    .updateTable('site_state')
    .set({
      failure: error.code,
      failure_details: JSON.stringify(plainDetails(error)),
      attempts,
      next_attempt_at: now + pauseAfter(attempts),
    })
    .execute()
}

export const noteSuccess = async (db: WriteDb, now: number): Promise<void> => {
  await db
    .updateTable('site_state')
    .set({ last_at: now, failure: null, failure_details: '{}', attempts: 0, next_attempt_at: 0 })
    .execute()
}

/** How often time itself is asked what it changed. */
export const SWEEP_MS = 6 * HOUR_MS

/**
 * What time alone changes: pages of reports that were closed too long ago or are gone leave, and a promised day that has
 * gone by is promised no more.
 */
export const noteWhatTimeChanged = async (db: WriteDb, now: number, today: string): Promise<void> => {
  const { swept_at: sweptAt } = await siteState(db)
  if (now - sweptAt < SWEEP_MS) return
  const { keepDays } = await readSetting(db, 'site')
  const old = await db
    .selectFrom('site_pages')
    .leftJoin('tickets', 'tickets.id', 'site_pages.ticket_id')
    .select('site_pages.ticket_id as id')
    .where('site_pages.ticket_id', 'is not', null)
    .where((where) =>
      where.or([where('tickets.id', 'is', null), where('tickets.closed_at', '<', now - keepDays * DAY_MS)]),
    )
    .execute()
  const late = await db
    .selectFrom('visits')
    .select('ticket_id as id')
    .where('status', '=', 'planned')
    .where('day', '<', today)
    .execute()
  for (const { id } of [...old, ...late])
    if (id !== null)
      await db
        .insertInto('site_dirty')
        .values({ ticket_id: id, n: 1 })
        .onConflict((conflict) => conflict.column('ticket_id').doNothing())
        .execute()
  await db.updateTable('site_state').set({ swept_at: now, shared_due: 1 }).execute()
}
