import { refuse } from '@shared/kernel/app-error'
import type { CallId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { settleEarlier } from './settle-call'

/** The first who opens the form for a call has it: a citizen must not be written down twice. */
export const takeCall = (
  parts: FeatureParts,
  caller: SignedInCaller,
  id: CallId,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const row =
      (await db.selectFrom('calls').selectAll().where('id', '=', id).executeTakeFirst()) ?? refuse('not_found')
    const { user } = caller
    if (row.taken_at !== null) {
      if (row.taken_by_id !== user.id) refuse('conflict', { field: 'takenBy', current: { takenBy: row.taken_by } })
      return {}
    }
    const at = parts.clock.now()
    await db
      .updateTable('calls')
      .set({ taken_at: at, taken_by: user.displayName, taken_by_id: user.id })
      .where('id', '=', id)
      .execute()
    await settleEarlier(db, id, user.displayName, at)
    return {}
  })
