import type { WriteDb } from '@main/store/handles'
import { refreshSearchRow } from '../tickets/search-row'
import { countAnswers } from './count-answers'

/** Takes a held mail out of the outbox; false when it is on its way or gone. */
export const withdrawHeld = async (db: WriteDb, id: number): Promise<boolean> => {
  const removed = await db
    .deleteFrom('outbox')
    .where('message_id', '=', id)
    .where('state', '=', 'held')
    .executeTakeFirst()
  if (removed.numDeletedRows === 0n) return false
  await db.updateTable('messages').set({ state: 'withdrawn' }).where('id', '=', id).execute()
  // Whoever was to be told by it who has their report, was not.
  const told = db
    .selectFrom('forwarding_messages')
    .select('forwarding_id')
    .where('message_id', '=', id)
    .where('part', '=', 'told')
  await db.updateTable('forwardings').set({ tell: 'none' }).where('id', 'in', told).execute()
  return true
}

/** After an answer was withdrawn: when the citizen was answered is what the others say. */
export const recountAnswers = async (db: WriteDb, ticketId: number): Promise<void> => {
  await countAnswers(db, ticketId)
  await refreshSearchRow(db, ticketId)
}
