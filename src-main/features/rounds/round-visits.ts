import type { ToTell } from '@shared/contract/rounds'
import type { TicketId } from '@shared/kernel/ids'
import type { Day } from '@shared/kernel/instant'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { storedCrew } from '../crews/crew-queries'
import { closeGaps, crewDayOf, orderOf } from '../crews/day-order'
import { followPlan } from '../crews/ticket-follows'
import { takeOff } from '../crews/unplan-visits'
import { writeVisitEntry } from '../crews/visit-entry'
import type { PlannedVisit } from '../crews/visits-of-ticket'
import { nameOf } from '../tickets/names'
import { storedTicket } from '../tickets/ticket-queries'
import type { Actor } from '../tickets/write-entry'

export interface By {
  readonly at: number
  readonly actor: Actor | null
}

/** Visits that still wait for this time of a round, or for any of it. */
export const waitingVisits = (db: ReadDb, roundId: number, planned: string | null): Promise<PlannedVisit[]> => {
  const query = db
    .selectFrom('visits')
    .selectAll()
    .where('round_id', '=', roundId)
    .where('status', '=', 'planned')
    .orderBy('day')
    .orderBy('position')
  return (planned === null ? query : query.where('round_planned', '=', planned)).execute()
}

/** The visits go to another time, with its crew; whoever has another day now is told. */
export const carryTo = async (
  db: WriteDb,
  visits: readonly PlannedVisit[],
  to: { readonly planned: Day; readonly day: Day; readonly crewId: number },
  by: By,
): Promise<ToTell[]> => {
  const told: ToTell[] = []
  for (const visit of visits) {
    const position = (await orderOf(db, { crewId: to.crewId, day: to.day })).length
    const isElsewhere = visit.day !== to.day || visit.crew_id !== to.crewId
    await db
      .updateTable('visits')
      .set({
        round_planned: to.planned,
        day: to.day,
        crew_id: to.crewId,
        ...(isElsewhere ? { position } : {}),
      })
      .where('id', '=', visit.id)
      .execute()
    if (!isElsewhere) continue
    const news = { ...by, ticketId: visit.ticket_id }
    const from = (await storedCrew(db, visit.crew_id))?.name ?? ''
    const crew = (await storedCrew(db, to.crewId))?.name ?? ''
    await writeVisitEntry(db, news, { status: 'moved', crew, day: to.day, from, fromDay: visit.day })
    await followPlan(db, news)
    if (visit.day !== to.day) told.push(await personOf(db, visit.ticket_id, to.day))
  }
  await closeGaps(db, visits.map(crewDayOf))
  return told
}

/** No time is left to wait for: off the board, and the tickets wait for a day again. */
export const letGo = async (db: WriteDb, visits: readonly PlannedVisit[], by: By): Promise<ToTell[]> => {
  await takeOff(db, visits, by)
  const told: ToTell[] = []
  for (const visit of visits) told.push(await personOf(db, visit.ticket_id, null))
  return told
}

/** Whom a ticket is about, and the day that they are told. */
export const personOf = async (db: ReadDb, ticketId: number, day: Day | null): Promise<ToTell> => {
  const ticket = await storedTicket(db, ticketId)
  return {
    ticketId: ticketId as TicketId,
    number: ticket?.number ?? '',
    name: await nameOf(db, 'contacts', ticket?.contact_id ?? null),
    day,
  }
}
