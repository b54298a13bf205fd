import { DAY_MS, asInstant, type Instant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import { ok } from '@shared/kernel/result'
import type { FeatureParts } from '../feature-parts'
import type { Mailbox } from './mailbox-rows'

/**
 * The day from which a mailbox is read. It counts back from the first time that any desk read it, so that a desk that
 * was off for a month still reads the whole month; null is everything.
 */
export const readFrom = async (parts: FeatureParts, mailbox: Mailbox): Promise<Result<Instant | null>> => {
  if (mailbox.firstSyncDays === null) return ok(null)
  const days = mailbox.firstSyncDays
  const key = `mailbox_first_run:${mailbox.id}`
  return parts.current.store.write(async (db) => {
    const row = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst()
    const first = row === undefined ? parts.clock.now() : Number(row.value)
    if (row === undefined)
      await db
        .insertInto('meta')
        .values({ key, value: String(first) })
        .execute()
    return asInstant(first - days * DAY_MS)
  })
}
