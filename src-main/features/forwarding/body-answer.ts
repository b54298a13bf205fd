import type { InputOf } from '@shared/contract/define'
import type { forwarding } from '@shared/contract/forwarding'
import { refuse } from '@shared/kernel/app-error'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { writeOutgoing } from '../messages/write-outgoing'
import { refreshDeadlines } from '../tickets/refresh-deadlines'
import { refreshSearchRow } from '../tickets/search-row'
import { storedTicket } from '../tickets/ticket-queries'
import { actorOf, writeEntry } from '../tickets/write-entry'
import { type StoredForwarding, forwardingById } from './forwarding-rows'

const running = async (db: WriteDb, id: number): Promise<StoredForwarding> => {
  const stretch = (await forwardingById(db, id)) ?? refuse('not_found')
  return stretch.ended_at === null ? stretch : refuse('not_forwarded')
}

/** The body answered by telephone or at a meeting: what it said is a note, and nobody chases it any more. */
export const noteAnswer = (
  parts: FeatureParts,
  caller: SignedInCaller,
  { id, text }: InputOf<(typeof forwarding)['noteAnswer']>,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const at = parts.clock.now()
    const stretch = await running(db, id)
    const body = await db.selectFrom('bodies').select('name').where('id', '=', stretch.body_id).executeTakeFirst()
    // What is said after an answer is a note like any other: the body took as long as it took.
    await db
      .updateTable('forwardings')
      .set({ answered_at: stretch.answered_at ?? at })
      .where('id', '=', id)
      .execute()
    await writeEntry(db, {
      ticketId: stretch.ticket_id,
      at,
      kind: 'note',
      actor: actorOf(caller),
      data: { body: body?.name ?? '' },
      text,
    })
    await db.updateTable('tickets').set({ last_activity_at: at }).where('id', '=', stretch.ticket_id).execute()
    await refreshSearchRow(db, stretch.ticket_id)
    return {}
  })

/** What came was no answer: it waits for one again. */
export const notAnswered = (parts: FeatureParts, id: number): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    await running(db, id)
    await db.updateTable('forwardings').set({ answered_at: null }).where('id', '=', id).execute()
    return {}
  })

/** Said to the citizen by voice: it stands on the ticket like any word that was given. */
export const markTold = (
  parts: FeatureParts,
  caller: SignedInCaller,
  { id, via, text }: InputOf<(typeof forwarding)['markTold']>,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const at = parts.clock.now()
    const stretch = (await forwardingById(db, id)) ?? refuse('not_found')
    const ticket = (await storedTicket(db, stretch.ticket_id)) ?? refuse('not_found')
    if (stretch.tell !== 'to_tell') refuse('not_found')
    await writeOutgoing(db, parts, caller, {
      ticketId: ticket.id,
      via,
      purpose: 'reply',
      mailbox: null,
      contactId: ticket.contact_id,
      to: [],
      cc: [],
      subject: '',
      text,
      signature: '',
      attachments: [],
      at,
      heldUntil: null,
    })
    await db.updateTable('forwardings').set({ tell: 'told', tell_text: text }).where('id', '=', id).execute()
    await db
      .updateTable('tickets')
      .set({ first_answered_at: ticket.first_answered_at ?? at, last_activity_at: at })
      .where('id', '=', ticket.id)
      .execute()
    await refreshDeadlines(db, ticket.id)
    await refreshSearchRow(db, ticket.id)
    return {}
  })
