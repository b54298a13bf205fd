import { refuse } from '@shared/kernel/app-error'
import type { ReadDb, WriteDb } from '@main/store/handles'
import type { StoredVisit } from './crew-rows'

export interface CrewDay {
  readonly crewId: number
  readonly day: string
}

export const crewDayOf = (visit: StoredVisit): CrewDay => ({ crewId: visit.crew_id, day: visit.day })

/** The ids of a crew's visits of a day, in their order. */
export const orderOf = async (db: ReadDb, { crewId, day }: CrewDay): Promise<number[]> => {
  const rows = await db
    .selectFrom('visits')
    .select('id')
    .where('day', '=', day)
    .where('crew_id', '=', crewId)
    .orderBy('position')
    .orderBy('id')
    .execute()
  return rows.map((row) => row.id)
}

/** Gives the visits the positions 0, 1, 2 … in this order; touches those only whose place changes. */
export const writeOrder = async (db: WriteDb, ids: readonly number[]): Promise<void> => {
  for (const [position, id] of ids.entries())
    await db.updateTable('visits').set({ position }).where('id', '=', id).where('position', '<>', position).execute()
}

/** Closes the gaps that taken-away visits left in these days. */
export const closeGaps = async (db: WriteDb, days: readonly CrewDay[]): Promise<void> => {
  const distinct = new Map(days.map((crewDay) => [`${crewDay.crewId} ${crewDay.day}`, crewDay]))
  for (const crewDay of distinct.values()) await writeOrder(db, await orderOf(db, crewDay))
}

/** Visits that are still to be made, in the order asked for; refuses with `not_found`, or `conflict` for a reported one. */
export const plannedVisits = async (db: ReadDb, ids: readonly number[]): Promise<StoredVisit[]> => {
  const wanted = [...new Set(ids)]
  const rows = await db.selectFrom('visits').selectAll().where('id', 'in', wanted).execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return wanted.map((id) => {
    const visit = byId.get(id) ?? refuse('not_found', { field: 'visitIds' })
    if (visit.status !== 'planned') refuse('conflict', { field: 'status', current: { status: visit.status } })
    return visit
  })
}
