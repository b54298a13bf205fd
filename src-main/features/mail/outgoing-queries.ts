import { refuse } from '@shared/kernel/app-error'
import type { ReadDb } from '@main/store/handles'

/** A message as it waits to be composed and sent. */
export interface OutgoingMessage {
  readonly id: number
  readonly from: { readonly name: string; readonly address: string }
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly subject: string
  readonly text: string
  readonly messageId: string
  readonly inReplyTo: string | null
  readonly references: readonly string[]
  readonly automatic: boolean
  readonly createdAt: number
  readonly attachments: readonly { readonly sha256: string; readonly name: string; readonly type: string }[]
}

const strings = (json: string): string[] => {
  const value: unknown = JSON.parse(json)
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
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
  const attachments = await db
    .selectFrom('attachments')
    .select(['sha256', 'name', 'type'])
    .where('message_id', '=', id)
    .orderBy('id')
    .execute()
  return {
    id,
    from: { name: row.from_name, address: row.from_address },
    to: strings(row.recipients_to),
    cc: strings(row.recipients_cc),
    subject: row.subject,
    text: row.text,
    messageId: row.header_message_id,
    inReplyTo: row.in_reply_to,
    references: strings(row.header_references),
    automatic: row.automatic === 1,
    createdAt: row.created_at,
    attachments,
  }
}
