import { addDays } from '@shared/deadlines/zone'
import { type CrewDayPlan, proposeCrews } from '@shared/crews/fit'
import type { CategoryId, CrewId, DistrictId } from '@shared/kernel/ids'
import type { Day } from '@shared/kernel/instant'
import type { ReadDb } from '@main/store/handles'
import { allCrews } from './crew-queries'
import { toCrew } from './crew-rows'

/** So many days from tomorrow on are looked at: nobody sees what a macro sends out today. */
const DAYS = 7

/** What speaks against a crew for good; the rest is shown and never in the way. */
const IMPOSSIBLE = ['absent', 'weekday'] as const

export interface CrewWeek {
  readonly plans: readonly CrewDayPlan<CrewId>[]
}

/** The crews' days from tomorrow on and what they hold: read once for as many tickets as are asked about. */
export const crewWeek = async (db: ReadDb, today: Day): Promise<CrewWeek> => {
  const days = Array.from({ length: DAYS }, (_, index) => addDays(today, index + 1))
  const visits = await db
    .selectFrom('visits')
    .select(['crew_id', 'day', 'minutes'])
    .where('day', 'in', days)
    .where('status', '=', 'planned')
    .execute()
  const crews = (await allCrews(db)).filter(({ active }) => active === 1).map(toCrew)
  return {
    plans: crews.flatMap((crew) =>
      days.map((day) => ({
        ...crew,
        visits: crew.capacityVisits,
        minutes: crew.capacityMinutes,
        day,
        planned: visits.filter((visit) => visit.crew_id === crew.id && visit.day === day),
      })),
    ),
  }
}

/** The crew and day that fit best for such work, or that crew's best day; null where nobody works at all. */
export const proposedPlace = (
  { plans }: CrewWeek,
  work: { readonly categories: readonly CategoryId[]; readonly districtId: DistrictId | null },
  minutes: number,
  only: CrewId | null,
): { readonly crewId: CrewId; readonly day: Day } | null => {
  const wanted = plans.filter(({ id }) => only === null || id === only)
  const best = proposeCrews(wanted, work, minutes).find(
    ({ conflicts }) => !IMPOSSIBLE.some((conflict) => conflicts.includes(conflict)),
  )
  return best === undefined ? null : { crewId: best.id, day: best.day }
}
