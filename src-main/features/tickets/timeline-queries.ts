import type { Attachment, TimelineEntry } from '@shared/contract/tickets'
import type { ReadDb } from '@main/store/handles'
import { redactionsOf } from '../photos/redaction-queries'
import { addressList } from './address-list'
import { mailReports } from './delivery-queries'
import { mergedInto } from './merged-queries'
import { toAttachment, toEntry, toMessage } from './timeline-rows'

/** A copy that is well on its way is told with the answer that it repeats; one that is in trouble stands for itself. */
const TROUBLED = ['failed', 'uncertain', 'undelivered']

/**
 * A ticket's whole timeline with those of the tickets merged into it, oldest first: a few reads, whatever its length.
 */
export const ticketTimeline = async (db: ReadDb, ticketId: number): Promise<TimelineEntry[]> => {
  const stubs = await mergedInto(db, ticketId)
  const ids = [ticketId, ...stubs.map(({ id }) => id)]
  const numberOf = new Map(stubs.map(({ id, number }) => [id, number]))
  const rows = await db.selectFrom('timeline').selectAll().where('ticket_id', 'in', ids).orderBy('id').execute()
  const messages = await db
    .selectFrom('messages')
    .leftJoin('outbox', 'outbox.message_id', 'messages.id')
    .selectAll('messages')
    .select(['outbox.held_until', 'outbox.state as outbox_state'])
    .where('messages.ticket_id', 'in', ids)
    .execute()
  const failed = await db
    .selectFrom('undelivered')
    .innerJoin('messages', 'messages.id', 'undelivered.message_id')
    .select(['undelivered.message_id', 'undelivered.address'])
    .where('messages.ticket_id', 'in', ids)
    .execute()
  const reports = await mailReports(db, ids)
  const files = await db.selectFrom('attachments').selectAll().where('ticket_id', 'in', ids).orderBy('id').execute()
  const redactions = await redactionsOf(
    db,
    files.map(({ sha256 }) => sha256),
  )
  const shown = (of: typeof files): Attachment[] => of.map((file) => toAttachment(file, redactions))
  const byMessage = new Map(
    messages.map((row) => [
      row.id,
      toMessage(
        row,
        shown(files.filter((file) => file.message_id === row.id)),
        row.outbox_state === 'held' ? row.held_until : null,
        failed.filter((recipient) => recipient.message_id === row.id).map(({ address }) => address),
        messages.filter((copy) => copy.copy_of === row.id).flatMap((copy) => addressList(copy.recipients_to)),
        reports,
      ),
    ]),
  )
  const quietCopies = new Set(
    messages.filter((row) => row.copy_of !== null && !TROUBLED.includes(row.state)).map((row) => row.id),
  )
  const firsts = new Map<number, number>()
  for (const row of rows) if (!firsts.has(row.ticket_id)) firsts.set(row.ticket_id, row.id)
  // Files that came with the report itself, at the counter or on the phone, stand on its first entry.
  const own = (entryId: number, ofTicket: number): Attachment[] =>
    shown(
      files.filter(
        (file) =>
          file.entry_id === entryId ||
          (firsts.get(ofTicket) === entryId &&
            file.ticket_id === ofTicket &&
            file.entry_id === null &&
            file.message_id === null),
      ),
    )
  return rows
    .filter((row) => row.message_id === null || row.ticket_id === ticketId || !quietCopies.has(row.message_id))
    .map((row) =>
      toEntry(
        row,
        row.message_id === null ? null : (byMessage.get(row.message_id) ?? null),
        own(row.id, row.ticket_id),
        numberOf.get(row.ticket_id) ?? null,
      ),
    )
}
