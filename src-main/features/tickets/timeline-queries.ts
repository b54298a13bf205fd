import type { TimelineEntry } from '@shared/contract/tickets'
import type { ReadDb } from '@main/store/handles'
import { toAttachment, toEntry, toMessage } from './timeline-rows'

/** A ticket's whole timeline, oldest first: four reads, whatever its length. */
export const ticketTimeline = async (db: ReadDb, ticketId: number): Promise<TimelineEntry[]> => {
  const entries = await db.selectFrom('timeline').selectAll().where('ticket_id', '=', ticketId).orderBy('id').execute()
  const messages = await db
    .selectFrom('messages')
    .leftJoin('outbox', 'outbox.message_id', 'messages.id')
    .selectAll('messages')
    .select(['outbox.held_until', 'outbox.state as outbox_state'])
    .where('messages.ticket_id', '=', ticketId)
    .execute()
  const failed = await db
    .selectFrom('undelivered')
    .innerJoin('messages', 'messages.id', 'undelivered.message_id')
    .select(['undelivered.message_id', 'undelivered.address'])
    .where('messages.ticket_id', '=', ticketId)
    .execute()
  const files = await db.selectFrom('attachments').selectAll().where('ticket_id', '=', ticketId).orderBy('id').execute()
  const byMessage = new Map(
    messages.map((row) => [
      row.id,
      toMessage(
        row,
        files.filter((file) => file.message_id === row.id).map(toAttachment),
        row.outbox_state === 'held' ? row.held_until : null,
        failed.filter((recipient) => recipient.message_id === row.id).map(({ address }) => address),
      ),
    ]),
  )
  // Files that came with the report itself, at the counter or on the phone, stand on its first entry.
  const own = (entryId: number, isFirst: boolean): ReturnType<typeof toAttachment>[] =>
    files
      .filter((file) => file.entry_id === entryId || (isFirst && file.entry_id === null && file.message_id === null))
      .map(toAttachment)
  return entries.map((row, index) =>
    toEntry(row, row.message_id === null ? null : (byMessage.get(row.message_id) ?? null), own(row.id, index === 0)),
  )
}
