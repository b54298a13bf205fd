import type { Instant } from '@shared/kernel/instant'
import { newMessageId } from '@shared/mail/message-id'
import { type RandomBytes, randomToken } from '@main/platform/random'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { writeEntry } from '../tickets/write-entry'
import { failingAmong } from './failing-addresses'

export interface AutomaticMail {
  readonly ticketId: number
  readonly purpose: 'acknowledgement' | 'step' | 'follow_up'
  readonly mailbox: {
    readonly id: number
    readonly address: string
    readonly senderName: string
    readonly kind: string
  }
  readonly contactId: number | null
  /** Lower case. */
  readonly address: string
  readonly subject: string
  readonly text: string
  readonly inReplyTo: string | null
  readonly references: readonly string[]
  readonly at: Instant
}

/** Whether mail to an address (lower case) came back for good. */
export const isBounced = async (db: ReadDb, address: string): Promise<boolean> =>
  (await failingAmong(db, [address])).some(({ permanent }) => permanent)

/** One mail that the desk writes by itself: its row, its place in the outbox, marked automatic there, and its timeline entry. */
export const queueAutomaticMail = async (db: WriteDb, random: RandomBytes, mail: AutomaticMail): Promise<number> => {
  const { mailbox, at } = mail
  const { insertId } = await db
    .insertInto('messages')
    .values({
      ticket_id: mail.ticketId,
      direction: 'out',
      via: mailbox.kind === 'pec' ? 'pec' : 'email',
      purpose: mail.purpose,
      mailbox_id: mailbox.id,
      contact_id: mail.contactId,
      from_name: mailbox.senderName,
      from_address: mailbox.address,
      recipients_to: JSON.stringify([mail.address]),
      subject: mail.subject,
      text: mail.text,
      header_message_id: newMessageId(randomToken(random, 18), mailbox.address),
      in_reply_to: mail.inReplyTo,
      header_references: JSON.stringify(mail.references),
      state: 'queued',
      created_at: at,
    })
    .executeTakeFirstOrThrow()
  const messageId = Number(insertId)
  await db
    .insertInto('outbox')
    .values({
      message_id: messageId,
      mailbox_id: mailbox.id,
      state: 'queued',
      held_until: at,
      next_attempt_at: at,
      automatic: 1,
    })
    .execute()
  await writeEntry(db, { ticketId: mail.ticketId, at, kind: 'message', actor: null, messageId })
  return messageId
}
