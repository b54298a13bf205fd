import type { InputOf } from '@shared/contract/define'
import type { tickets } from '@shared/contract/tickets'
import { refuse } from '@shared/kernel/app-error'
import type { CrewId, EntryId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { WriteDb } from '@main/store/handles'
import { handOver, plannedVisitsOf } from '../crews/visits-of-ticket'
import type { FeatureParts } from '../feature-parts'
import { type TransitionAct, applyTransition } from './apply-transition'
import { stepBefore } from './step-before'
import { storedTicket } from './ticket-queries'
import type { StoredTicket } from './ticket-rows'
import { actorOf, writeEntry } from './write-entry'

type AssignTicket = InputOf<(typeof tickets)['assign']>

/**
 * Names the crew, or takes it away; the state follows. A ticket at work keeps its state and changes hands, and its
 * planned visits go with it: the days were promised, not the people.
 */
export const assignTicket = async (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: AssignTicket,
): Promise<Result<{ entryId: EntryId | null }>> =>
  parts.current.store.write(async (db) => {
    const ticket = (await storedTicket(db, input.id)) ?? refuse('not_found')
    if (ticket.crew_id !== input.base) refuse('conflict', { field: 'crewId', current: { crewId: ticket.crew_id } })
    const act = { ticketId: input.id, actor: actorOf(caller), at: parts.clock.now(), note: input.note }
    return { entryId: (await giveCrew(db, act, ticket, input.crewId)) as EntryId | null }
  })

/** Names the crew of one ticket, or takes it away, inside a write; answers the entry, null when nothing changed. */
export const giveCrew = async (
  db: WriteDb,
  act: TransitionAct,
  ticket: StoredTicket,
  crewId: CrewId | null,
): Promise<number | null> => {
  if (ticket.crew_id === crewId) return null
  if (crewId === null) return applyTransition(db, act, { to: 'accepted' })
  const crew = await db.selectFrom('crews').selectAll().where('id', '=', crewId).executeTakeFirst()
  if (!crew || crew.active !== 1) return refuse('not_found', { field: 'crewId' })
  const atWork = ticket.status === 'assigned' || ticket.status === 'in_progress'
  return atWork ? changeHands(db, act, ticket, crew) : applyTransition(db, act, { to: 'assigned', crewId })
}

const changeHands = async (
  db: WriteDb,
  act: TransitionAct,
  ticket: StoredTicket,
  crew: { readonly id: number; readonly name: string },
): Promise<number> => {
  const going = (await plannedVisitsOf(db, ticket.id)).filter((visit) => visit.crew_id === ticket.crew_id)
  await handOver(db, going, crew.id)
  await db
    .updateTable('tickets')
    .set({ crew_id: crew.id, last_activity_at: act.at })
    .where('id', '=', ticket.id)
    .execute()
  const days = going.map((visit) => ({ crew: crew.name, day: visit.day }))
  return writeEntry(db, {
    ticketId: ticket.id,
    at: act.at,
    kind: 'assigned',
    actor: act.actor,
    data: { crew: crew.name, ...(days.length > 0 ? { visitsHanded: days } : {}), undo: stepBefore(ticket, going) },
    text: act.note ?? '',
  })
}
