import type { RoundFields } from '@shared/contract/rounds'
import type { OfficeCalendar } from '@shared/deadlines/office-calendar'
import { type Day, asDay } from '@shared/kernel/instant'
import type { ReadDb } from '@main/store/handles'
import type { PlannedVisit } from '../crews/visits-of-ticket'
import { nextTimes, timeNamed } from './round-queries'
import { waitingVisits } from './round-visits'

export interface Settled {
  readonly visits: readonly PlannedVisit[]
  /** Null: no time is left to wait for. */
  readonly to: { readonly planned: Day; readonly day: Day; readonly crewId: number } | null
}

/**
 * Where those who wait for a round belong by its fields and the office's calendar, or by one that is only being thought
 * of; writes nothing.
 */
export const settlement = async (
  db: ReadDb,
  id: number,
  fields: RoundFields,
  today: Day,
  calendar?: OfficeCalendar,
): Promise<Settled[]> => {
  const visits = await waitingVisits(db, id, null)
  if (visits.length === 0) return []
  if (!fields.active) return [{ visits, to: null }]
  const settled: Settled[] = []
  for (const [planned, mine] of Map.groupBy(visits, (visit) => asDay(visit.round_planned ?? visit.day))) {
    const same = await timeNamed(db, id, fields, planned, calendar)
    const firstDay = planned > today ? planned : today
    const [next] = same === null ? await nextTimes(db, id, fields, firstDay, 1, calendar) : [same]
    const to = next === undefined ? null : { ...next, crewId: next.change?.crew_id ?? fields.crewId }
    settled.push({ visits: mine, to })
  }
  return settled
}
