import { refuse } from '@shared/kernel/app-error'
import type { ReadDb } from '@main/store/handles'
import { redactionsOf } from '../photos/redaction-queries'
import { addressList } from '../tickets/address-list'
import { undeliveredOf } from './undelivered'

/** A message as it waits to be composed and sent. */
export interface OutgoingMessage {
  readonly id: number
  readonly from: { readonly name: string; readonly address: string }
  readonly to: readonly string[]
  readonly cc: readonly string[]
  /** Whom it is handed over for: all of them, or only those whom it did not reach the last time. */
  readonly sendTo: readonly string[]
  readonly subject: string
  readonly text: string
  readonly messageId: string
  readonly inReplyTo: string | null
  readonly references: readonly string[]
  readonly automatic: boolean
  readonly createdAt: number
  readonly attachments: readonly { readonly sha256: string; readonly name: string; readonly type: string }[]
}

/** The line before it is known to mail programs: they leave it out of the next answer (RFC 3676, 4.3). */
const withSignature = (text: string, signature: string): string =>
  signature === '' ? text : `${text}\n\n-- \n${signature}`

/** What was redacted meanwhile leaves as it is shown now, whoever attached it and when. */
export const leavingOf = async (db: ReadDb, id: number): Promise<OutgoingMessage['attachments']> => {
  const files = await db
    .selectFrom('attachments')
    .select(['sha256', 'name', 'type'])
    .where('message_id', '=', id)
    .orderBy('id')
    .execute()
  const redactions = await redactionsOf(
    db,
    files.map(({ sha256 }) => sha256),
  )
  return files.map((file) => ({ ...file, sha256: redactions.get(file.sha256)?.redacted ?? file.sha256 }))
}

export const outgoingMessage = async (db: ReadDb, id: number): Promise<OutgoingMessage> => {
  const row = await db
    .selectFrom('messages')
    .innerJoin('outbox', 'outbox.message_id', 'messages.id')
    .selectAll('messages')
    .select('outbox.automatic')
    .where('messages.id', '=', id)
    .executeTakeFirst()
  if (!row || row.header_message_id === null) return refuse('not_found')
  const attachments = await leavingOf(db, id)
  const to = addressList(row.recipients_to)
  const cc = addressList(row.recipients_cc)
  const failed = await undeliveredOf(db, id)
  return {
    id,
    from: { name: row.from_name, address: row.from_address },
    to,
    cc,
    sendTo: failed.length > 0 ? failed : [...to, ...cc],
    subject: row.subject,
    text: withSignature(row.text, row.quoted),
    messageId: row.header_message_id,
    inReplyTo: row.in_reply_to,
    references: addressList(row.header_references),
    automatic: row.automatic === 1,
    createdAt: row.created_at,
    attachments,
  }
}
