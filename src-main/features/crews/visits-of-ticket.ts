import type { ReadDb, WriteDb } from '@main/store/handles'
import type { StoredVisit } from './crew-rows'
import { closeGaps, crewDayOf, orderOf, writeOrder } from './day-order'

// What a step of its ticket does to visits on the board; the rule is src-shared's, the timeline the caller's.

export type PlannedVisit = StoredVisit

export const plannedVisitsOf = (db: ReadDb, ticketId: number): Promise<PlannedVisit[]> =>
  db
    .selectFrom('visits')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('status', '=', 'planned')
    .orderBy('day')
    .orderBy('position')
    .execute()

/** The work that was done last: its day, and what the crew says of it. */
export const lastDoneVisit = (db: ReadDb, ticketId: number): Promise<Pick<StoredVisit, 'day' | 'note'> | undefined> =>
  db
    .selectFrom('visits')
    .select(['day', 'note'])
    .where('ticket_id', '=', ticketId)
    .where('status', '=', 'done')
    .orderBy('day', 'desc')
    .orderBy('reported_at', 'desc')
    .limit(1)
    .executeTakeFirst()

export const takeOffBoard = async (db: WriteDb, visits: readonly PlannedVisit[]): Promise<void> => {
  if (visits.length === 0) return
  const ids = visits.map(({ id }) => id)
  await db.deleteFrom('visits').where('id', 'in', ids).execute()
  await closeGaps(db, visits.map(crewDayOf))
}

/** The visits go to another crew on their days, after what it has there. */
export const handOver = async (db: WriteDb, visits: readonly PlannedVisit[], crewId: number): Promise<void> => {
  for (const visit of visits) {
    const order = await orderOf(db, { crewId, day: visit.day })
    await db
      .updateTable('visits')
      // Another crew does not make the round that this one would have come by on.
      .set({ crew_id: crewId, position: order.length, round_id: null, round_planned: null })
      .where('id', '=', visit.id)
      .execute()
  }
  await closeGaps(db, visits.map(crewDayOf))
}

/** Visits as they were before a step: back on the board under their own ids, or back with the crew that had them. */
export const putBackOnBoard = async (db: WriteDb, visits: readonly PlannedVisit[]): Promise<void> => {
  for (const visit of visits.toSorted((a, b) => a.position - b.position)) {
    const now = await db.selectFrom('visits').selectAll().where('id', '=', visit.id).executeTakeFirst()
    if (now)
      await db
        .updateTable('visits')
        .set({
          crew_id: visit.crew_id,
          day: visit.day,
          round_id: visit.round_id ?? null,
          round_planned: visit.round_planned ?? null,
        })
        .where('id', '=', visit.id)
        .execute()
    else await db.insertInto('visits').values(visit).execute()
    const others = (await orderOf(db, crewDayOf(visit))).filter((id) => id !== visit.id)
    await writeOrder(db, others.toSpliced(visit.position, 0, visit.id))
    if (now) await closeGaps(db, [crewDayOf(now)])
  }
}

/** For the timeline: a crew's name of that moment, and the day. */
export const visitWords = async (
  db: ReadDb,
  visits: readonly PlannedVisit[],
): Promise<{ crew: string; day: string }[]> => {
  if (visits.length === 0) return []
  const crews = await db
    .selectFrom('crews')
    .select(['id', 'name'])
    .where('id', 'in', [...new Set(visits.map((visit) => visit.crew_id))])
    .execute()
  const names = new Map(crews.map((crew) => [crew.id, crew.name]))
  return visits.map((visit) => ({ crew: names.get(visit.crew_id) ?? '', day: visit.day }))
}
