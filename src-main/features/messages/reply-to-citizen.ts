import type { InputOf, OutputOf } from '@shared/contract/define'
import type { messages } from '@shared/contract/messages'
import type { TimelineEntry } from '@shared/contract/tickets'
import { appError, refuse } from '@shared/kernel/app-error'
import type { EntryId, MessageId } from '@shared/kernel/ids'
import { type Instant, asInstant } from '@shared/kernel/instant'
import { type Result, err } from '@shared/kernel/result'
import { type Addressee, addressedTo } from '@shared/messages/addressed-to'
import { isNewsTo } from '@shared/messages/reply-guard'
import { type SignedInCaller, mayCaller } from '@main/platform/caller'
import { doOnce } from '@main/store/do-once'
import type { WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { readSetting } from '../settings/read-setting'
import { applyTransition } from '../tickets/apply-transition'
import { refreshDeadlines } from '../tickets/refresh-deadlines'
import { refreshSearchRow } from '../tickets/search-row'
import { storedTicket } from '../tickets/ticket-queries'
import { actorOf } from '../tickets/write-entry'
import { saveDraft } from './drafts'
import { recipientsOf, subjectFor } from './recipient-queries'
import { preparedForLine } from '../whatsapp-line/prepare-reply'
import { type NewOutgoing, sendingMailbox, writeOutgoing } from './write-outgoing'

type Reply = InputOf<(typeof messages)['reply']>

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
    return doOnce(db, { userId: caller.user.id, at, key: input.key }, async () => {
      const answer = await writeReply(db, parts, caller, input, at)
      const { ticketId } = input
      const face = input.official ? 'official' : 'reply'
      await saveDraft(db, caller.user.id, { ticketId, face, text: '', data: {} }, at)
      return answer
    })
  })
}

/** The same as a part of a larger write; a draft of the writer's stays. */
export const writeReply = async (
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
  const { undoSeconds } = await readSetting(db, 'mail')
  const line = input.via === 'whatsapp_line' ? await preparedForLine(db, input, at) : null
  const leaves = byMail || line !== null
  const answer = {
    via: input.via === 'whatsapp_line' ? ('whatsapp' as const) : input.via,
    purpose: input.official ? ('official' as const) : ('reply' as const),
    mailbox: byMail ? await sendingMailbox(db, input.mailboxId) : null,
    text: line?.text ?? input.text,
    // A chat has none.
    signature: line === null ? input.signature : '',
    attachments: input.attachments,
    at,
    heldUntil: leaves ? asInstant(at + undoSeconds * 1000) : null,
  }
  const id = await writeOutgoing(db, parts, caller, {
    ...answer,
    ticketId: input.ticketId,
    contactId: ticket.contact_id,
    to: input.to,
    cc: input.cc,
    subject: subjectFor(ticket),
    ...(line === null ? {} : { line: line.to }),
  })
  if (input.alsoTo.length > 0)
    await repeatForMerged(db, parts, caller, {
      // What was said by voice to one is written to the others.
      answer: {
        ...answer,
        via: 'email',
        mailbox: answer.mailbox ?? (await sendingMailbox(db, null)),
        heldUntil: answer.heldUntil ?? asInstant(at + undoSeconds * 1000),
      },
      copyOf: id,
      masterId: input.ticketId,
      ids: input.alsoTo,
    })
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
  return { id, heldUntil: answer.heldUntil, closedEntryId: await closeAnswered(db, caller, input, at) }
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

const addresseeOf = async (db: WriteDb, ticketId: number): Promise<Addressee> => {
  const row = await db
    .selectFrom('tickets')
    .leftJoin('contacts', 'contacts.id', 'tickets.contact_id')
    .select(['tickets.number', 'tickets.tracking_code', 'contacts.name'])
    .where('tickets.id', '=', ticketId)
    .executeTakeFirstOrThrow()
  return { number: row.number, trackingCode: row.tracking_code, name: row.name?.trim() ?? '' }
}

/**
 * The citizens of merged tickets read the same, each in the thread that they know, under their own name and number and
 * without the others' addresses.
 */
const repeatForMerged = async (
  db: WriteDb,
  parts: FeatureParts,
  caller: SignedInCaller,
  {
    answer,
    copyOf,
    masterId,
    ids,
  }: {
    readonly answer: Omit<NewOutgoing, 'ticketId' | 'contactId' | 'to' | 'cc' | 'subject'>
    readonly copyOf: MessageId
    readonly masterId: number
    readonly ids: readonly number[]
  },
): Promise<void> => {
  const { merged } = await recipientsOf(db, masterId)
  const written = await addresseeOf(db, masterId)
  for (const citizen of merged.filter(({ ticketId }) => ids.includes(ticketId))) {
    const stub = (await storedTicket(db, citizen.ticketId)) ?? refuse('not_found')
    const addressee = await addresseeOf(db, stub.id)
    await writeOutgoing(db, parts, caller, {
      ...answer,
      text: addressedTo(answer.text, written, addressee),
      signature: addressedTo(answer.signature, written, addressee),
      ticketId: stub.id,
      contactId: stub.contact_id,
      to: [citizen.address],
      cc: [],
      subject: subjectFor(stub),
      copyOf,
    })
  }
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
