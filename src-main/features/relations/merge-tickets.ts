import type { InputOf, OutputOf } from '@shared/contract/define'
import type { relations } from '@shared/contract/relations'
import type { MessageId, TicketId } from '@shared/kernel/ids'
import { type Instant, asInstant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import { answerDraftOf, mergeDrafts } from '@shared/messages/answer-draft'
import type { TicketStatus } from '@shared/tickets/vocabulary'
import type { SignedInCaller } from '@main/platform/caller'
import { doOnce } from '@main/store/do-once'
import type { WriteDb } from '@main/store/handles'
import { plannedVisitsOf } from '../crews/visits-of-ticket'
import type { FeatureParts } from '../feature-parts'
import { readDraft, saveDraft } from '../messages/drafts'
import { answerAddressOf } from '../messages/answer-address-queries'
import { subjectFor } from '../messages/recipient-queries'
import { sendingMailbox, writeOutgoing } from '../messages/write-outgoing'
import { readSetting } from '../settings/read-setting'
import { movePauses } from '../tickets/apply-transition'
import { refreshDeadlines } from '../tickets/refresh-deadlines'
import { stepBefore } from '../tickets/step-before'
import type { StoredTicket } from '../tickets/ticket-queries'
import { actorOf, writeEntry } from '../tickets/write-entry'
import { mergeable } from './merge-checks'

type Merge = InputOf<(typeof relations)['merge']>
type Merged = OutputOf<(typeof relations)['merge']>

/** Makes stubs of tickets that are about the same thing; see contract/relations. */
export const mergeTickets = (parts: FeatureParts, caller: SignedInCaller, input: Merge): Promise<Result<Merged>> =>
  parts.current.store.write((db) => {
    const at = parts.clock.now()
    return doOnce(db, { userId: caller.user.id, at, key: input.key }, () => mergeInto(db, parts, caller, input, at))
  })

/** The same, as a part of a larger write. */
export const mergeInto = async (
  db: WriteDb,
  parts: FeatureParts,
  caller: SignedInCaller,
  input: Pick<Merge, 'masterId' | 'ids' | 'tell'>,
  at: Instant,
): Promise<Merged> => {
  const { master, merged } = await mergeable(db, input.masterId, input.ids)
  const told: MessageId[] = []
  for (const ticket of merged) {
    const words = input.tell.find(({ id }) => id === ticket.id)
    if (words) told.push(...(await tell(db, parts, caller, ticket, words.text, at)))
    await makeStub(db, caller, master, ticket, at)
  }
  await db
    .updateTable('tickets')
    .set({
      // What was urgent or unread there must not sleep here.
      priority: Math.max(master.priority, ...merged.map(({ priority }) => priority)),
      emergency: Math.max(master.emergency, ...merged.map(({ emergency }) => emergency)),
      unread: Math.max(master.unread, ...merged.map(({ unread }) => unread)),
      last_activity_at: at,
    })
    .where('id', '=', master.id)
    .execute()
  await refreshDeadlines(db, master.id)
  return { told }
}

const makeStub = async (
  db: WriteDb,
  caller: SignedInCaller,
  master: StoredTicket,
  ticket: StoredTicket,
  at: Instant,
): Promise<void> => {
  const visits = await plannedVisitsOf(db, ticket.id)
  for (const visit of visits)
    await db.updateTable('visits').set({ ticket_id: master.id }).where('id', '=', visit.id).execute()
  await movePauses(db, { ticketId: ticket.id, at }, ticket.status as TicketStatus, 'merged')
  await db
    .updateTable('tickets')
    .set({ status: 'merged', is_open: 0, master_id: master.id, unread: 0, last_activity_at: at })
    .where('id', '=', ticket.id)
    .execute()
  await refreshDeadlines(db, ticket.id)
  await moveDrafts(db, ticket.id, master.id, at)
  const actor = actorOf(caller)
  await writeEntry(db, {
    ticketId: ticket.id,
    at,
    kind: 'merged',
    actor,
    data: { status: 'into', number: master.number, undo: stepBefore(ticket, visits) },
  })
  await writeEntry(db, {
    ticketId: master.id,
    at,
    kind: 'merged',
    actor,
    data: { status: 'from', number: ticket.number },
  })
}

/** What colleagues have begun to write goes where the answer will be given, joined with what lies there. */
const moveDrafts = async (db: WriteDb, from: number, to: number, at: Instant): Promise<void> => {
  const drafts = await db.selectFrom('drafts').selectAll().where('ticket_id', '=', from).execute()
  for (const draft of drafts) {
    const face = draft.face as 'reply' | 'note' | 'official'
    const key = { ticketId: to as TicketId, face }
    const there = await readDraft(db, draft.user_id, key)
    const joined = mergeDrafts(
      { text: there.text, data: answerDraftOf(there.data) },
      { text: draft.text, data: answerDraftOf(JSON.parse(draft.data)) },
    )
    // Whoever wrote has not seen the master's story: its news is news to them.
    await saveDraft(db, draft.user_id, { ...key, text: joined.text, data: { ...joined.data, to: null, cc: null } }, at)
  }
  await db.deleteFrom('drafts').where('ticket_id', '=', from).execute()
}

/** A mail to the citizen of a ticket that is about to become a stub, in its own thread; nothing without an address. */
const tell = async (
  db: WriteDb,
  parts: FeatureParts,
  caller: SignedInCaller,
  ticket: StoredTicket,
  text: string,
  at: Instant,
): Promise<MessageId[]> => {
  const { address, mailboxId } = await answerAddressOf(db, ticket.id)
  if (address === '') return []
  const { undoSeconds } = await readSetting(db, 'mail')
  const usual = mailboxId === null ? undefined : await sendingMailbox(db, mailboxId).catch(() => undefined)
  const id = await writeOutgoing(db, parts, caller, {
    ticketId: ticket.id,
    via: 'email',
    purpose: 'reply',
    mailbox: usual ?? (await sendingMailbox(db, null)),
    contactId: ticket.contact_id,
    to: [address],
    cc: [],
    subject: subjectFor(ticket),
    text,
    signature: '',
    attachments: [],
    at,
    heldUntil: asInstant(at + undoSeconds * 1000),
  })
  return [id]
}
