import type { InputOf } from '@shared/contract/define'
import type { crews } from '@shared/contract/crews'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { type Actor, actorOf } from '../tickets/write-entry'
import { storedCrew } from './crew-queries'
import { closeGaps, crewDayOf, plannedVisits } from './day-order'
import { followPlan } from './ticket-follows'
import { writeVisitEntry } from './visit-entry'
import type { PlannedVisit } from './visits-of-ticket'

type UnplanVisits = InputOf<(typeof crews)['unplan']>

export const unplanVisits = (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: UnplanVisits,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const visits = await plannedVisits(db, input.visitIds)
    await takeOff(db, visits, { at: parts.clock.now(), actor: actorOf(caller) })
    return {}
  })

/** Planned visits off the board, inside a write: their tickets wait for a day again. */
export const takeOff = async (
  db: WriteDb,
  visits: readonly PlannedVisit[],
  by: { readonly at: number; readonly actor: Actor | null },
): Promise<void> => {
  for (const visit of visits) {
    await db.deleteFrom('visits').where('id', '=', visit.id).execute()
    const news = { ...by, ticketId: visit.ticket_id }
    const crew = (await storedCrew(db, visit.crew_id))?.name ?? ''
    await writeVisitEntry(db, news, { status: 'unplanned', crew, day: visit.day })
    await followPlan(db, news)
  }
  await closeGaps(db, visits.map(crewDayOf))
}
