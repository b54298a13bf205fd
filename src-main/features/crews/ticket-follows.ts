import { refuse } from '@shared/kernel/app-error'
import type { CrewId } from '@shared/kernel/ids'
import type { TicketStatus } from '@shared/tickets/vocabulary'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { type TransitionAct, applyTransition } from '../tickets/apply-transition'
import { type StoredTicket, storedTicket } from '../tickets/ticket-queries'

// A ticket's state and crew follow its visits; every step is the ticket rule's to allow.

const ticketNow = async (db: ReadDb, id: number): Promise<StoredTicket> =>
  (await storedTicket(db, id)) ?? refuse('not_found', { field: 'ticketIds' })

const setCrew = async (db: WriteDb, ticketId: number, crewId: number): Promise<void> => {
  await db.updateTable('tickets').set({ crew_id: crewId }).where('id', '=', ticketId).execute()
}

/** Planned work ends the waiting; back to where the ticket was. */
const endWaiting = async (db: WriteDb, act: TransitionAct): Promise<void> => {
  const ticket = await ticketNow(db, act.ticketId)
  if (ticket.status === 'waiting')
    await applyTransition(db, act, { to: (ticket.resume_status ?? 'accepted') as TicketStatus })
}

/** Gives the ticket to a crew: `assigned`, whatever open state it was in. Closed and merged ones refuse. */
export const giveTo = async (db: WriteDb, act: TransitionAct, crewId: CrewId): Promise<void> => {
  const ticket = await ticketNow(db, act.ticketId)
  if (ticket.status === 'assigned') await setCrew(db, act.ticketId, crewId)
  else await applyTransition(db, act, { to: 'assigned', crewId })
}

/** The next visit that is still to be made, by any crew. */
const nextPlanned = (db: ReadDb, ticketId: number): Promise<{ crew_id: number } | undefined> =>
  db
    .selectFrom('visits')
    .select('crew_id')
    .where('ticket_id', '=', ticketId)
    .where('status', '=', 'planned')
    .orderBy('day')
    .orderBy('position')
    .limit(1)
    .executeTakeFirst()

/** The crew in charge is the one of the next visit; an assigned ticket with none left goes back to `accepted`. */
export const followPlan = async (db: WriteDb, act: TransitionAct): Promise<void> => {
  const next = await nextPlanned(db, act.ticketId)
  const { status } = await ticketNow(db, act.ticketId)
  if (next && (status === 'assigned' || status === 'in_progress')) await setCrew(db, act.ticketId, next.crew_id)
  if (!next && status === 'assigned') await applyTransition(db, act, { to: 'accepted' })
}

/** The work is done: the ticket too, unless another visit is planned or somebody took it elsewhere meanwhile. */
export const followDone = async (db: WriteDb, act: TransitionAct): Promise<void> => {
  if (await nextPlanned(db, act.ticketId)) return followPlan(db, act)
  await endWaiting(db, act)
  const { status } = await ticketNow(db, act.ticketId)
  if (status === 'new') await applyTransition(db, act, { to: 'accepted' })
  if (status === 'new' || status === 'accepted') await applyTransition(db, act, { to: 'in_progress' })
  const { status: then } = await ticketNow(db, act.ticketId)
  if (then === 'assigned' || then === 'in_progress') await applyTransition(db, act, { to: 'done' })
}

/** "Done" was a mistake: the ticket goes back to work, or to its next visit's crew. */
export const followTakenBack = async (db: WriteDb, act: TransitionAct): Promise<void> => {
  const { status } = await ticketNow(db, act.ticketId)
  const next = await nextPlanned(db, act.ticketId)
  if (status === 'done' && !next) await applyTransition(db, act, { to: 'accepted' })
  else await followPlan(db, act)
}
