import type { InputOf, OutputOf } from '@shared/contract/define'
import type { messages } from '@shared/contract/messages'
import type { TimelineEntry } from '@shared/contract/tickets'
import { appError, refuse } from '@shared/kernel/app-error'
import type { EntryId, MessageId } from '@shared/kernel/ids'
import { type Instant, asInstant } from '@shared/kernel/instant'
import { type Result, err } from '@shared/kernel/result'
import { newMessageId } from '@shared/mail/message-id'
import { isNewsTo } from '@shared/messages/reply-guard'
import { randomToken } from '@main/platform/random'
import { type SignedInCaller, mayCaller } from '@main/platform/caller'
import { doOnce } from '@main/store/do-once'
import type { WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { readSetting } from '../settings/read-setting'
import { applyTransition } from '../tickets/apply-transition'
import { attachFiles } from '../tickets/attach-files'
import { refreshDeadlines } from '../tickets/refresh-deadlines'
import { refreshSearchRow } from '../tickets/search-row'
import { storedTicket } from '../tickets/ticket-queries'
import { addressList } from '../tickets/address-list'
import { actorOf, writeEntry } from '../tickets/write-entry'
import { recipientsOf } from './recipient-queries'
import { saveDraft } from './drafts'

type Reply = InputOf<(typeof messages)['reply']>

/** Longest chain of References that goes out: old links drop first, the newest keep the thread together. */
const REFERENCES_KEPT = 30

/** Answers the citizen by mail (held for a moment, so that it can be taken back) or notes what was said by voice. */
export const replyToCitizen = async (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: Reply,
): Promise<Result<OutputOf<(typeof messages)['reply']>>> => {
  if (input.close !== null && !input.official) return err(appError('invalid_input', { field: 'official' }))
  if (input.close !== null && !mayCaller(caller, 'tickets.close'))
    return err(appError('forbidden', { details: { needs: 'tickets.close' } }))
  return parts.current.store.write((db) => {
    const at = parts.clock.now()
    return doOnce(db, { userId: caller.user.id, at, key: input.key }, () => writeReply(db, parts, caller, input, at))
  })
}

const writeReply = async (
  db: WriteDb,
  parts: FeatureParts,
  caller: SignedInCaller,
  input: Reply,
  at: Instant,
): Promise<OutputOf<(typeof messages)['reply']>> => {
  const ticket = (await storedTicket(db, input.ticketId)) ?? refuse('not_found')
  if (ticket.status === 'merged') refuse('ticket_merged')
  if (input.close !== null && input.close.base !== ticket.status)
    refuse('conflict', { field: 'status', current: { status: ticket.status } })
  await checkNothingNew(db, caller, input)
  const byMail = input.via === 'email'
  if (byMail && input.to.length === 0) refuse('no_recipient', { field: 'to' })
  const mailbox = byMail ? await mailboxFor(db, input) : null
  const { undoSeconds } = await readSetting(db, 'mail')
  const heldUntil = byMail ? asInstant(at + undoSeconds * 1000) : null
  const thread = await threadOf(db, input.ticketId)
  const { insertId } = await db
    .insertInto('messages')
    .values({
      ticket_id: input.ticketId,
      direction: 'out',
      via: input.via,
      purpose: input.official ? 'official' : 'reply',
      mailbox_id: mailbox?.id ?? null,
      contact_id: ticket.contact_id,
      author_id: caller.user.id,
      from_name: mailbox?.sender_name ?? caller.user.displayName,
      from_address: mailbox?.address ?? '',
      recipients_to: JSON.stringify(byMail ? input.to : []),
      recipients_cc: JSON.stringify(byMail ? input.cc : []),
      subject: byMail ? (await recipientsOf(db, input.ticketId)).subject : '',
      text: input.text,
      header_message_id: mailbox ? newMessageId(randomToken(parts.random, 18), mailbox.address) : null,
      in_reply_to: byMail ? thread.inReplyTo : null,
      header_references: JSON.stringify(byMail ? thread.references : []),
      state: byMail ? 'held' : 'recorded',
      sent_at: byMail ? null : at,
      created_at: at,
    })
    .executeTakeFirstOrThrow()
  const id = Number(insertId) as MessageId
  await attachFiles(db, { ticketId: input.ticketId, messageId: id, at }, input.attachments)
  if (mailbox !== null && heldUntil !== null)
    await db
      .insertInto('outbox')
      .values({
        message_id: id,
        mailbox_id: mailbox.id,
        state: 'held',
        held_until: heldUntil,
        next_attempt_at: heldUntil,
      })
      .execute()
  await writeEntry(db, { ticketId: input.ticketId, at, kind: 'message', actor: actorOf(caller), messageId: id })
  await db
    .updateTable('tickets')
    .set({
      first_answered_at: ticket.first_answered_at ?? at,
      official_answer_at: input.official ? at : ticket.official_answer_at,
      last_activity_at: at,
      unread: 0,
    })
    .where('id', '=', input.ticketId)
    .execute()
  await refreshDeadlines(db, input.ticketId)
  await refreshSearchRow(db, input.ticketId)
  await saveDraft(
    db,
    caller.user.id,
    { ticketId: input.ticketId, face: input.official ? 'official' : 'reply', text: '', data: {} },
    at,
  )
  return { id, heldUntil, closedEntryId: await closeAnswered(db, caller, input, at) }
}

/** The office has said its word: what it was about is closed with it. */
const closeAnswered = async (
  db: WriteDb,
  caller: SignedInCaller,
  { ticketId, close }: Reply,
  at: Instant,
): Promise<EntryId | null> => {
  if (close === null) return null
  const act = { ticketId, actor: actorOf(caller), at, note: close.note, keepVisits: close.keepVisits }
  const entryId = await applyTransition(db, act, { to: 'closed', outcome: close.outcome })
  if (close.note !== '') await refreshSearchRow(db, ticketId)
  return entryId as EntryId
}

/** News since the writer began stops the reply: they have not read it. Their own steps are none. */
const checkNothingNew = async (db: WriteDb, caller: SignedInCaller, input: Reply): Promise<void> => {
  const newer = await db
    .selectFrom('timeline')
    .leftJoin('messages', 'messages.id', 'timeline.message_id')
    .select(['timeline.id', 'timeline.kind', 'timeline.actor_id', 'messages.purpose'])
    .where('timeline.ticket_id', '=', input.ticketId)
    .where('timeline.id', '>', input.seenEntryId)
    .orderBy('timeline.id')
    .execute()
  const news = newer.filter(({ id, kind, actor_id, purpose }) =>
    isNewsTo(
      { id, kind: kind as TimelineEntry['kind'], actorId: actor_id, purpose },
      caller.user.id,
      input.seenEntryId,
    ),
  )
  if (news.length > 0) refuse('conflict', { field: 'seenEntryId', current: { entryIds: news.map(({ id }) => id) } })
}

const mailboxFor = async (db: WriteDb, input: Reply): Promise<{ id: number; address: string; sender_name: string }> => {
  let query = db
    .selectFrom('mailboxes')
    .select(['id', 'address', 'sender_name'])
    .where('removed', '=', 0)
    .where('active', '=', 1)
    .orderBy('id')
  if (input.mailboxId !== null) query = query.where('id', '=', input.mailboxId)
  return (await query.executeTakeFirst()) ?? refuse('no_recipient', { field: 'mailboxId' })
}

const threadOf = async (db: WriteDb, ticketId: number): Promise<{ inReplyTo: string | null; references: string[] }> => {
  const last = await db
    .selectFrom('messages')
    .select(['header_message_id', 'header_references'])
    .where('ticket_id', '=', ticketId)
    .where('header_message_id', 'is not', null)
    .where('state', 'not in', ['withdrawn', 'held'])
    .orderBy('id', 'desc')
    .executeTakeFirst()
  const id = last?.header_message_id ?? null
  if (!last || id === null) return { inReplyTo: null, references: [] }
  return { inReplyTo: id, references: [...addressList(last.header_references), id].slice(-REFERENCES_KEPT) }
}
