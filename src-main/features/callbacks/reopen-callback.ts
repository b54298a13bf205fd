import { refuse } from '@shared/kernel/app-error'
import type { CallbackId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { actorOf, writeEntry } from '../tickets/write-entry'

/** The call stays noted; whoever waits is on the list again, due at once. */
export const reopenCallback = (
  parts: FeatureParts,
  caller: SignedInCaller,
  id: CallbackId,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const at = parts.clock.now()
    const row =
      (await db.selectFrom('callbacks').selectAll().where('id', '=', id).executeTakeFirst()) ?? refuse('not_found')
    if (row.outcome === null) return {}
    await db.updateTable('callbacks').set({ outcome: null, ended_at: null, due_at: at }).where('id', '=', id).execute()
    if (row.ticket_id !== null)
      await writeEntry(db, {
        ticketId: row.ticket_id,
        at,
        kind: 'callback',
        actor: actorOf(caller),
        data: { call: 'again' },
      })
    return {}
  })
