import type { InputOf } from '@shared/contract/define'
import type { crews } from '@shared/contract/crews'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { type Actor, actorOf } from '../tickets/write-entry'
import { storedCrew, workingCrew } from './crew-queries'
import type { StoredCrew, StoredVisit } from './crew-rows'
import { closeGaps, crewDayOf, orderOf, plannedVisits, writeOrder } from './day-order'
import { refusePast } from './not-past'
import { followPlan } from './ticket-follows'
import { writeVisitEntry } from './visit-entry'

type MoveVisits = InputOf<(typeof crews)['move']>

/** `position` counts the visits that stay: 0 is before all of them. */
export const moveVisits = (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: MoveVisits,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const visits = await plannedVisits(db, input.visitIds)
    const moved = new Set(visits.map((visit) => visit.id))
    const staying = (await orderOf(db, input)).filter((id) => !moved.has(id))
    const elsewhere = visits.filter((visit) => visit.crew_id !== input.crewId || visit.day !== input.day)
    if (elsewhere.length > 0) {
      await refusePast(db, input.day, parts.clock.now())
      const crew = await workingCrew(db, input.crewId)
      const by = { at: parts.clock.now(), actor: actorOf(caller) }
      for (const visit of elsewhere) await moveOne(db, visit, { crew, day: input.day }, by)
    }
    await writeOrder(db, staying.toSpliced(input.position ?? staying.length, 0, ...moved))
    await closeGaps(db, elsewhere.map(crewDayOf))
    return {}
  })

const moveOne = async (
  db: WriteDb,
  visit: StoredVisit,
  to: { readonly crew: StoredCrew; readonly day: string },
  by: { readonly at: number; readonly actor: Actor | null },
): Promise<void> => {
  await db
    .updateTable('visits')
    // By hand to another day or crew: no longer a part of the round that it had joined.
    .set({ crew_id: to.crew.id, day: to.day, round_id: null, round_planned: null })
    .where('id', '=', visit.id)
    .execute()
  const news = { ...by, ticketId: visit.ticket_id }
  const from = (await storedCrew(db, visit.crew_id))?.name ?? ''
  await writeVisitEntry(db, news, { status: 'moved', crew: to.crew.name, day: to.day, from, fromDay: visit.day })
  await followPlan(db, news)
}
