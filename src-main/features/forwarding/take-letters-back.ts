import type { MessageId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import type { WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { withdrawHeld } from '../messages/withdraw'
import { refreshSearchRow } from '../tickets/search-row'

/** What is still held does not leave; a reminder's chase date is what it was. What has left stays left. */
export const takeLettersBack = (parts: FeatureParts, ids: readonly MessageId[]): Promise<Result<{ taken: number }>> =>
  parts.current.store.write(async (db) => {
    let taken = 0
    for (const id of new Set(ids)) taken += (await takeOneBack(db, id)) ? 1 : 0
    return { taken }
  })

const takeOneBack = async (db: WriteDb, messageId: number): Promise<boolean> => {
  const part = await db
    .selectFrom('forwarding_messages')
    .innerJoin('forwardings', 'forwardings.id', 'forwarding_messages.forwarding_id')
    .select(['forwarding_messages.part', 'forwarding_messages.chase_before', 'forwardings.id', 'forwardings.ticket_id'])
    .where('message_id', '=', messageId)
    .where('part', 'in', ['letter', 'reminder'])
    .executeTakeFirst()
  if (!part || !(await withdrawHeld(db, messageId))) return false
  await db.deleteFrom('forwarding_messages').where('message_id', '=', messageId).execute()
  await refreshSearchRow(db, part.ticket_id)
  if (part.part !== 'reminder') return true
  const before = await db
    .selectFrom('forwarding_messages')
    .innerJoin('messages', 'messages.id', 'forwarding_messages.message_id')
    .select('messages.created_at')
    .where('forwarding_id', '=', part.id)
    .where('part', '=', 'reminder')
    .orderBy('message_id', 'desc')
    .execute()
  await db
    .updateTable('forwardings')
    .set({ reminders: before.length, last_reminder_at: before[0]?.created_at ?? null })
    .where('id', '=', part.id)
    .execute()
  await db
    .updateTable('tickets')
    .set({ chase_on: part.chase_before })
    .where('id', '=', part.ticket_id)
    .where('status', '=', 'forwarded')
    .execute()
  return true
}
