import { refuse } from '@shared/kernel/app-error'
import type { MessageId } from '@shared/kernel/ids'
import { type Instant, asInstant } from '@shared/kernel/instant'
import { newMessageId } from '@shared/mail/message-id'
import type { TemplateChoice } from '@shared/whatsapp/message-template'
import { MEGABYTE, mailBytes } from '@shared/messages/mail-size'
import type { SignedInCaller } from '@main/platform/caller'
import { type RandomBytes, randomToken } from '@main/platform/random'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { addressList } from '../tickets/address-list'
import { attachFiles, type FileRef } from '../tickets/attach-files'
import { actorOf, writeEntry } from '../tickets/write-entry'

/** Longest chain of References that goes out: old links drop first, the newest keep the thread together. */
const REFERENCES_KEPT = 30

export interface SendingMailbox {
  readonly id: number
  readonly address: string
  readonly sender_name: string
  readonly kind: string
  readonly size_limit: number
}

export interface NewOutgoing {
  readonly ticketId: number
  readonly via: 'email' | 'phone' | 'counter' | 'whatsapp'
  readonly purpose: 'reply' | 'official' | 'letter' | 'reminder'
  /** Null for what goes by no mailbox. */
  readonly mailbox: SendingMailbox | null
  readonly contactId: number | null
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly subject: string
  readonly text: string
  readonly signature: string
  readonly attachments: readonly FileRef[]
  readonly at: Instant
  /** The office's own WhatsApp number sends it. */
  readonly line?: { readonly number: string; readonly e164: string; readonly template: TemplateChoice | null }
  /** Until then it can be taken back; null for what was said by voice. */
  readonly heldUntil: Instant | null
  readonly copyOf?: MessageId
  /** What lies with a body has a thread of its own: neither side reads the other's ids. Left out: the citizen's. */
  readonly forwardingId?: number
}

/** One answer: its row, files, place in the outbox and timeline entry; in the ticket's own thread. */
export const writeOutgoing = async (
  db: WriteDb,
  parts: { readonly random: RandomBytes },
  caller: SignedInCaller | null,
  mail: NewOutgoing,
): Promise<MessageId> => {
  const { mailbox, at, heldUntil, line } = mail
  const byMail = mailbox !== null
  const leaves = byMail || line !== undefined
  const thread = byMail ? await threadOf(db, mail.ticketId, mail.forwardingId) : { inReplyTo: null, references: [] }
  const { insertId } = await db
    .insertInto('messages')
    .values({
      ticket_id: mail.ticketId,
      direction: 'out',
      via: mailbox?.kind === 'pec' ? 'pec' : mail.via,
      purpose: mail.purpose,
      mailbox_id: mailbox?.id ?? null,
      contact_id: mail.contactId,
      author_id: caller?.user.id ?? null,
      from_name: mailbox?.sender_name ?? caller?.user.displayName ?? '',
      from_address: mailbox?.address ?? '',
      recipients_to: JSON.stringify(byMail ? mail.to : line === undefined ? [] : [line.number]),
      recipients_cc: JSON.stringify(byMail ? mail.cc : []),
      subject: byMail ? mail.subject : '',
      text: mail.text,
      // Like a mail that came in: what its writer said is the text, the signature goes along.
      quoted: byMail ? mail.signature : '',
      header_message_id: mailbox ? newMessageId(randomToken(parts.random, 18), mailbox.address) : null,
      in_reply_to: thread.inReplyTo,
      header_references: JSON.stringify(thread.references),
      state: leaves ? 'held' : 'recorded',
      sent_at: leaves ? null : at,
      created_at: at,
      copy_of: mail.copyOf ?? null,
    })
    .executeTakeFirstOrThrow()
  const id = Number(insertId) as MessageId
  await attachFiles(db, { ticketId: mail.ticketId, messageId: id, at }, mail.attachments)
  if (mailbox !== null) await checkSize(db, id, mailbox.size_limit)
  if (line !== undefined)
    await db
      .insertInto('whatsapp_outgoing')
      .values({
        message_id: id,
        phone: line.e164,
        template: line.template === null ? null : JSON.stringify(line.template),
      })
      .execute()
  if (leaves) {
    const until = heldUntil ?? asInstant(at)
    await db
      .insertInto('outbox')
      .values({
        message_id: id,
        mailbox_id: mailbox?.id ?? null,
        state: 'held',
        held_until: until,
        next_attempt_at: until,
        automatic: caller === null ? 1 : 0,
      })
      .execute()
  }
  await writeEntry(db, { ticketId: mail.ticketId, at, kind: 'message', actor: actorOf(caller), messageId: id })
  return id
}

/** The mailbox to send from: the chosen one, else the first in use; `no_recipient` when none is. */
export const sendingMailbox = async (db: ReadDb, mailboxId: number | null): Promise<SendingMailbox> => {
  let query = db
    .selectFrom('mailboxes')
    .select(['id', 'address', 'sender_name', 'kind', 'size_limit'])
    .where('removed', '=', 0)
    .where('active', '=', 1)
    .orderBy('id')
  if (mailboxId !== null) query = query.where('id', '=', mailboxId)
  return (await query.limit(1).executeTakeFirst()) ?? refuse('no_recipient', { field: 'mailboxId' })
}

/** What its server would refuse anyway is said before it leaves. */
const checkSize = async (db: ReadDb, messageId: number, limit: number): Promise<void> => {
  const files = await db.selectFrom('attachments').select('size').where('message_id', '=', messageId).execute()
  if (mailBytes(files.map(({ size }) => size)) > limit * MEGABYTE)
    refuse('files_exceed_limit', { field: 'attachments', details: { limit } })
}

/** Messages between the office and another body; the citizen's thread knows nothing of them. */
export const BODY_PURPOSES = ['letter', 'reminder', 'body_answer'] as const

/** What the next mail of a ticket answers, so that the citizen's program keeps them together. */
export const threadOf = async (
  db: ReadDb,
  ticketId: number,
  forwardingId?: number,
): Promise<{ inReplyTo: string | null; references: string[] }> => {
  let query = db
    .selectFrom('messages')
    .select(['header_message_id', 'header_references'])
    .where('ticket_id', '=', ticketId)
    .where('header_message_id', 'is not', null)
    .where('state', 'not in', ['withdrawn', 'held'])
    .orderBy('id', 'desc')
  if (forwardingId === undefined) query = query.where('purpose', 'not in', BODY_PURPOSES)
  else {
    const own = db.selectFrom('forwarding_messages').select('message_id').where('forwarding_id', '=', forwardingId)
    query = query.where('id', 'in', own).where('purpose', 'in', BODY_PURPOSES)
  }
  const last = await query.executeTakeFirst()
  const id = last?.header_message_id ?? null
  if (!last || id === null) return { inReplyTo: null, references: [] }
  return { inReplyTo: id, references: [...addressList(last.header_references), id].slice(-REFERENCES_KEPT) }
}
