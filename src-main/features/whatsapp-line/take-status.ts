import type { LineStatus } from '@shared/whatsapp/webhook'
import type { WriteDb } from '@main/store/handles'
import { noteUndelivered } from '../mail/undelivered'
import { countAnswers } from '../messages/count-answers'

/** From the first word to the last: words overtake each other on their way. */
const RANK: Readonly<Record<string, number>> = { sending: 0, sent: 1, delivered: 2, read: 3, failed: 4 }

/** What goes along with a part, so that a word about it is understood even where its number was never written down. */
export const markOf = (message: { readonly id: number; readonly createdAt: number }, position: number): string =>
  `cantoniere:${message.id}:${message.createdAt}:${position}`

const partOf = async (
  db: WriteDb,
  status: LineStatus,
): Promise<{ readonly message_id: number; readonly position: number; readonly state: string } | null> => {
  const byNumber = await db
    .selectFrom('whatsapp_parts')
    .select(['message_id', 'position', 'state'])
    .where('wamid', '=', status.wamid)
    .executeTakeFirst()
  if (byNumber) return byNumber
  const [, messageId, createdAt, position] = /^cantoniere:(\d+):(\d+):(\d+)$/.exec(status.mark) ?? []
  if (messageId === undefined) return null
  const byMark = await db
    .selectFrom('whatsapp_parts')
    .innerJoin('messages', 'messages.id', 'whatsapp_parts.message_id')
    .select(['whatsapp_parts.message_id', 'whatsapp_parts.position', 'whatsapp_parts.state'])
    .where('whatsapp_parts.message_id', '=', Number(messageId))
    .where('whatsapp_parts.position', '=', Number(position))
    // Another store of the office counts its messages too.
    .where('messages.created_at', '=', Number(createdAt))
    // One that has a number was sent again since: this word is about the try before.
    .where('whatsapp_parts.wamid', 'is', null)
    .executeTakeFirst()
  return byMark ?? null
}

/** How far a message of ours got. What is not ours, or older than what is known, changes nothing. */
export const takeStatus = async (db: WriteDb, status: LineStatus, now: number): Promise<void> => {
  const part = await partOf(db, status)
  if (part === null || (RANK[status.state] ?? 0) <= (RANK[part.state] ?? 0)) return
  if (status.state === 'failed' && (part.state === 'delivered' || part.state === 'read')) return
  await db
    .updateTable('whatsapp_parts')
    .set({ wamid: status.wamid, state: status.state, state_at: Math.min(status.at, now), reason: status.reason })
    .where('message_id', '=', part.message_id)
    .where('position', '=', part.position)
    .execute()
  if (status.state === 'failed') await undelivered(db, part.message_id, now)
  else await settleDoubt(db, part.message_id, now)
}

const undelivered = async (db: WriteDb, messageId: number, now: number): Promise<void> => {
  const message = await db
    .selectFrom('messages')
    .select(['ticket_id', 'recipients_to', 'state'])
    .where('id', '=', messageId)
    .executeTakeFirstOrThrow()
  // On its way again: what this word is about is over.
  if (['held', 'queued', 'sending'].includes(message.state)) return
  await db
    .updateTable('messages')
    .set({ state: 'undelivered', error_code: 'whatsapp_undelivered' })
    .where('id', '=', messageId)
    .execute()
  const recipients = JSON.parse(message.recipients_to) as string[]
  await noteUndelivered(db, { id: messageId, recipients }, recipients, now)
  await db.updateTable('tickets').set({ unread: 1 }).where('id', '=', message.ticket_id).execute()
  await countAnswers(db, message.ticket_id)
}

/** WhatsApp speaks of every part: the message that nobody was sure of has left. */
const settleDoubt = async (db: WriteDb, messageId: number, now: number): Promise<void> => {
  const row = await db.selectFrom('outbox').select('state').where('message_id', '=', messageId).executeTakeFirst()
  if (row?.state !== 'uncertain') return
  const files = await db
    .selectFrom('attachments')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('message_id', '=', messageId)
    .executeTakeFirstOrThrow()
  const told = await db
    .selectFrom('whatsapp_parts')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('message_id', '=', messageId)
    .where('wamid', 'is not', null)
    .executeTakeFirstOrThrow()
  if (told.n < files.n + 1) return
  await db.updateTable('outbox').set({ state: 'sent', error_code: null }).where('message_id', '=', messageId).execute()
  await db
    .updateTable('messages')
    .set({ state: 'sent', error_code: null, sent_at: now })
    .where('id', '=', messageId)
    .execute()
  const { ticket_id } = await db
    .selectFrom('messages')
    .select('ticket_id')
    .where('id', '=', messageId)
    .executeTakeFirstOrThrow()
  await countAnswers(db, ticket_id)
}
