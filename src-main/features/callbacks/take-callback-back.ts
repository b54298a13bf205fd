import { refuse } from '@shared/kernel/app-error'
import { mayUndoStep } from '@shared/tickets/undo-step'
import type { SignedInCaller } from '@main/platform/caller'
import type { WriteDb } from '@main/store/handles'
import { actorOf, writeEntry } from '../tickets/write-entry'

interface Back {
  readonly id: number
  readonly ticketId: number
  readonly now: number
}

/** As a part of a larger write: off the list again, for whoever put it there a moment ago and while nobody has called. */
export const takeCallbackBack = async (
  db: WriteDb,
  caller: SignedInCaller,
  { id, ticketId, now }: Back,
): Promise<void> => {
  const row = await db
    .selectFrom('callbacks')
    .innerJoin('timeline', (join) =>
      join
        .onRef('timeline.ticket_id', '=', 'callbacks.ticket_id')
        .onRef('timeline.at', '=', 'callbacks.asked_at')
        .on('timeline.kind', '=', 'callback'),
    )
    .select(['callbacks.asked_at', 'timeline.actor_id'])
    .where('callbacks.id', '=', id)
    .where('callbacks.ticket_id', '=', ticketId)
    .where('callbacks.outcome', 'is', null)
    .where('timeline.actor_id', '=', caller.user.id)
    .where('callbacks.id', 'not in', db.selectFrom('callback_attempts').select('callback_id'))
    .executeTakeFirst()
  const asked = row && { at: row.asked_at, actorId: row.actor_id, movedSince: false }
  if (!asked || !mayUndoStep(asked, { userId: caller.user.id, now })) return refuse('undo_expired')
  // The list hears of what is changed, not of what is gone.
  await db.updateTable('callbacks').set({ due_at: now }).where('id', '=', id).execute()
  await db.deleteFrom('callbacks').where('id', '=', id).execute()
  await writeEntry(db, { ticketId, at: now, kind: 'callback', actor: actorOf(caller), data: { call: 'undone' } })
}
