import type { OutputOf } from '@shared/contract/define'
import type { messages } from '@shared/contract/messages'
import { refuse } from '@shared/kernel/app-error'
import type { MessageId, TicketId, UserId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import type { Selectable } from 'kysely'
import type { ReadDb } from '@main/store/handles'
import type { Tables } from '@main/store/tables'
import { redactionsOf } from '../photos/redaction-queries'
import { addressList } from '../tickets/address-list'

export type StoredMessage = Selectable<Tables['messages']>

export interface HtmlOf {
  readonly sha256: string
  readonly inline: OutputOf<(typeof messages)['html']>['inline']
}

/** Where a mail's HTML lies, and its inline pictures; refuses with `not_found` when it has none. */
export const htmlOf = async (db: ReadDb, id: MessageId): Promise<HtmlOf> => {
  const row = await db.selectFrom('messages').select('html_sha256').where('id', '=', id).executeTakeFirst()
  const sha256 = row?.html_sha256 ?? refuse('not_found')
  const files = await db
    .selectFrom('attachments')
    .select(['cid', 'sha256', 'type'])
    .where('message_id', '=', id)
    .where('cid', 'is not', null)
    .execute()
  const redactions = await redactionsOf(
    db,
    files.map((file) => file.sha256),
  )
  const shown = (file: string): string => redactions.get(file)?.redacted ?? file
  return { sha256, inline: files.map((file) => ({ cid: file.cid ?? '', sha256: shown(file.sha256), type: file.type })) }
}

export const rawOf = async (db: ReadDb, id: MessageId): Promise<OutputOf<(typeof messages)['raw']>> => {
  const row = await db
    .selectFrom('messages')
    .innerJoin('blobs', 'blobs.sha256', 'messages.raw_sha256')
    .select(['blobs.sha256', 'blobs.size'])
    .where('messages.id', '=', id)
    .executeTakeFirst()
  if (!row) return refuse('not_found')
  return { sha256: row.sha256, size: row.size, name: `messaggio-${id}.eml` }
}

export const outboxOf = async (db: ReadDb): Promise<OutputOf<(typeof messages)['outbox']>> => {
  const rows = await db
    .selectFrom('outbox')
    .innerJoin('messages', 'messages.id', 'outbox.message_id')
    .innerJoin('tickets', 'tickets.id', 'messages.ticket_id')
    .select(['outbox.message_id', 'outbox.state', 'outbox.error_code', 'outbox.attempts', 'outbox.next_attempt_at'])
    .select('outbox.automatic')
    .select(['messages.ticket_id', 'messages.recipients_to', 'messages.author_id', 'tickets.number'])
    .where('outbox.state', '<>', 'sent')
    .orderBy('outbox.message_id', 'desc')
    .limit(500)
    .execute()
  return {
    messages: rows.map((row) => ({
      id: row.message_id as MessageId,
      ticketId: row.ticket_id as TicketId,
      number: row.number,
      to: addressList(row.recipients_to),
      state: row.state,
      errorCode: row.error_code,
      attempts: row.attempts,
      nextAttemptAt: asInstant(row.next_attempt_at),
      authorId: row.author_id as UserId | null,
      automatic: row.automatic === 1,
    })),
  }
}
