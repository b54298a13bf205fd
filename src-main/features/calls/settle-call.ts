import { refuse } from '@shared/kernel/app-error'
import type { CallId } from '@shared/kernel/ids'
import type { Instant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'

/** Digits from which on a number is one subscriber's and not a whole switchboard's inside number. */
const FEWEST_DIGITS = 6

/** Who missed us and is spoken with now waits no more: their earlier calls are seen to. */
export const settleEarlier = async (db: WriteDb, id: number, by: string, at: Instant): Promise<void> => {
  const row = await db.selectFrom('calls').select(['number_key', 'trial']).where('id', '=', id).executeTakeFirst()
  if (row === undefined || row.trial === 1 || row.number_key.length < FEWEST_DIGITS) return
  await db
    .updateTable('calls')
    .set({ settled_at: at, settled_by: by })
    .where('number_key', '=', row.number_key)
    .where('id', '<', id)
    .where('settled_at', 'is', null)
    .execute()
}

export const settleCall = (
  parts: FeatureParts,
  caller: SignedInCaller,
  { id, settled }: { readonly id: CallId; readonly settled: boolean },
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const row = await db.selectFrom('calls').select('id').where('id', '=', id).executeTakeFirst()
    if (row === undefined) refuse('not_found')
    await db
      .updateTable('calls')
      .set({
        settled_at: settled ? parts.clock.now() : null,
        settled_by: settled ? caller.user.displayName : '',
      })
      .where('id', '=', id)
      .execute()
    return {}
  })
