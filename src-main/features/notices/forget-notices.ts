import { DAY_MS, type Instant } from '@shared/kernel/instant'
import type { WriteDb } from '@main/store/handles'

/** One that was seen is shown to nobody any more. */
const SEEN_KEPT_MS = 30 * DAY_MS
/** One that nobody looked at for so long is for somebody who looks no more. */
const UNSEEN_KEPT_MS = 366 * DAY_MS
const AT_ONCE = 5000

/** Forgets old words to people, inside a write; answers how many, 0 when none is left. */
export const forgetNotices = async (db: WriteDb, now: Instant): Promise<number> => {
  const old = db
    .selectFrom('desk_notices')
    .select('id')
    .where((eb) => eb.or([eb('seen_at', '<', now - SEEN_KEPT_MS), eb('at', '<', now - UNSEEN_KEPT_MS)]))
    .orderBy('id')
    .limit(AT_ONCE)
  const { numDeletedRows } = await db.deleteFrom('desk_notices').where('id', 'in', old).executeTakeFirst()
  return Number(numDeletedRows)
}
