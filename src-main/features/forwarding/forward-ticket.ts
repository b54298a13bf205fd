import type { InputOf, OutputOf } from '@shared/contract/define'
import type { forwarding } from '@shared/contract/forwarding'
import { appError, refuse } from '@shared/kernel/app-error'
import type { EntryId, MessageId } from '@shared/kernel/ids'
import { type Instant, asInstant } from '@shared/kernel/instant'
import { type Result, err } from '@shared/kernel/result'
import { type SignedInCaller, mayCaller } from '@main/platform/caller'
import { doOnce } from '@main/store/do-once'
import type { WriteDb } from '@main/store/handles'
import { rememberChoice } from '../competence/choose-body'
import type { FeatureParts } from '../feature-parts'
import { answerAddressOf } from '../messages/answer-address-queries'
import { subjectFor } from '../messages/recipient-queries'
import { sendingMailbox, writeOutgoing } from '../messages/write-outgoing'
import { readSetting } from '../settings/read-setting'
import { applyTransition } from '../tickets/apply-transition'
import { rememberBlob } from '../tickets/attach-files'
import { refreshDeadlines } from '../tickets/refresh-deadlines'
import { refreshSearchRow } from '../tickets/search-row'
import { type StoredTicket, storedTicket } from '../tickets/ticket-queries'
import { actorOf } from '../tickets/write-entry'
import { type ForwardingPart, openForwarding } from './forwarding-rows'
import { type CleanPhoto, cleanPhotos } from './letter-photos'
import { bodyById } from './prepare-letter'

type Forward = InputOf<(typeof forwarding)['forward']>
type Forwarded = OutputOf<(typeof forwarding)['forward']>

/** One click: the ticket lies with the body, the letter is on its way, and the citizen is told who has it. */
export const forwardTicket = async (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: Forward,
): Promise<Result<Forwarded>> => {
  // The word to the citizen is an answer like any other; who may not write one leaves it to be told.
  if (input.tell?.via === 'email' && !mayCaller(caller, 'tickets.reply'))
    return err(appError('forbidden', { details: { needs: 'tickets.reply' } }))
  const photos = await cleanPhotos(parts.current, input.ticketId, input.letter?.photos ?? [])
  if (!photos.ok) return photos
  return parts.current.store.write((db) => {
    const at = parts.clock.now()
    return doOnce(db, { userId: caller.user.id, at, key: input.key }, () =>
      forwardInside(db, parts, caller, { input, photos: photos.value, at }),
    )
  })
}

interface Act {
  readonly input: Forward
  readonly photos: readonly CleanPhoto[]
  readonly at: Instant
}

const forwardInside = async (
  db: WriteDb,
  parts: FeatureParts,
  caller: SignedInCaller,
  { input, photos, at }: Act,
): Promise<Forwarded> => {
  const ticket = (await storedTicket(db, input.ticketId)) ?? refuse('not_found')
  if (ticket.status !== input.base) refuse('conflict', { field: 'status', current: { status: ticket.status } })
  const body = await bodyById(db, input.bodyId)
  if (body.is_home === 1) refuse('body_is_home', { field: 'bodyId' })
  // Without a letter nobody could tell later how the body came to know.
  if (input.letter === null && input.note === '') refuse('note_required', { field: 'note', details: { rule: '' } })
  const act = { ticketId: ticket.id, actor: actorOf(caller), at, note: input.note, keepVisits: input.keepVisits }
  await rememberChoice(db, ticket, body.id, act)
  const entryId = await applyTransition(db, act, { to: 'forwarded', bodyId: input.bodyId, chaseOn: input.chaseOn })
  const stretch = (await openForwarding(db, ticket.id)) ?? refuse('internal')
  await db.updateTable('forwardings').set({ began_by: caller.user.id }).where('id', '=', stretch.id).execute()

  const { undoSeconds } = await readSetting(db, 'mail')
  const heldUntil = asInstant(at + undoSeconds * 1000)
  let messageId: MessageId | null = null
  if (input.letter !== null) {
    const { letter } = input
    for (const photo of photos) await rememberBlob(db, { ...photo, at })
    messageId = await writeOutgoing(db, parts, caller, {
      ticketId: ticket.id,
      via: 'email',
      purpose: 'letter',
      mailbox: await sendingMailbox(db, letter.mailboxId),
      contactId: null,
      to: letter.to,
      cc: [],
      subject: letter.subject,
      text: letter.text,
      signature: '',
      attachments: photos,
      at,
      heldUntil,
      forwardingId: stretch.id,
    })
    await belongs(db, stretch.id, messageId, 'letter')
  }
  if (input.tell !== null)
    await tellCitizen(db, parts, caller, { ticket, tell: input.tell, at, heldUntil, id: stretch.id })
  await refreshDeadlines(db, ticket.id)
  await refreshSearchRow(db, ticket.id)
  return { entryId: entryId as EntryId, messageId, heldUntil: messageId === null ? null : heldUntil }
}

/** Says of a message that it is a part of a stretch at a body. */
export const belongs = async (
  db: WriteDb,
  forwardingId: number,
  messageId: number,
  part: ForwardingPart,
  chaseBefore: string | null = null,
): Promise<void> => {
  await db
    .insertInto('forwarding_messages')
    .values({ message_id: messageId, forwarding_id: forwardingId, part, chase_before: chaseBefore })
    .execute()
}

interface Telling {
  readonly ticket: StoredTicket
  readonly tell: NonNullable<Forward['tell']>
  readonly at: Instant
  readonly heldUntil: Instant
  readonly id: number
}

const tellCitizen = async (
  db: WriteDb,
  parts: FeatureParts,
  caller: SignedInCaller,
  { ticket, tell, at, heldUntil, id }: Telling,
): Promise<void> => {
  if (tell.via === 'voice') {
    await db.updateTable('forwardings').set({ tell: 'to_tell', tell_text: tell.text }).where('id', '=', id).execute()
    return
  }
  const { address, mailboxId } = await answerAddressOf(db, ticket.id)
  if (address === '') refuse('no_recipient', { field: 'tell' })
  const usual = await db
    .selectFrom('mailboxes')
    .select('id')
    .where('id', '=', mailboxId ?? 0)
    .where('active', '=', 1)
    .where('removed', '=', 0)
    .executeTakeFirst()
  const messageId = await writeOutgoing(db, parts, caller, {
    ticketId: ticket.id,
    via: 'email',
    purpose: 'reply',
    mailbox: await sendingMailbox(db, usual?.id ?? null),
    contactId: ticket.contact_id,
    to: [address],
    cc: [],
    subject: subjectFor(ticket),
    text: tell.text,
    signature: '',
    attachments: [],
    at,
    heldUntil,
  })
  await belongs(db, id, messageId, 'told')
  await db.updateTable('forwardings').set({ tell: 'mailed', tell_text: tell.text }).where('id', '=', id).execute()
  await db
    .updateTable('tickets')
    .set({ first_answered_at: ticket.first_answered_at ?? at })
    .where('id', '=', ticket.id)
    .execute()
}
