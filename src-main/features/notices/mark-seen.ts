import type { InputOf } from '@shared/contract/define'
import type { notices } from '@shared/contract/notices'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'

/** Only one's own: what is another's stays as it is. */
export const markSeen = (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: InputOf<(typeof notices)['seen']>,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const own = db
      .updateTable('desk_notices')
      .set({ seen_at: parts.clock.now() })
      .where('user_id', '=', caller.user.id)
      .where('seen_at', 'is', null)
    if ('id' in input) await own.where('id', '=', input.id).execute()
    else {
      const shown = own.where('id', '<=', input.upTo)
      const { only } = input
      await (only === null ? shown : shown.where('kind', '=', only.kind).where('word', '=', only.word)).execute()
    }
    return {}
  })
