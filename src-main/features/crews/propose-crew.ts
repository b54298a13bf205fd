import { addDays } from '@shared/deadlines/zone'
import {
  type CrewDayPlan,
  type FitConflict,
  USUAL_MINUTES,
  type WorkToDo,
  isProposable,
  proposeCrews,
} from '@shared/crews/fit'
import type { CrewId } from '@shared/kernel/ids'
import type { Day } from '@shared/kernel/instant'
import type { ReadDb } from '@main/store/handles'
import { roundsOfDays } from '../rounds/round-queries'
import { allCrews } from './crew-queries'
import { toCrew } from './crew-rows'

/** So many days from tomorrow on are looked at: nobody sees what a macro sends out today. */
const DAYS = 7

export interface CrewWeek {
  readonly plans: readonly CrewDayPlan<CrewId>[]
}

interface Place {
  readonly crewId: CrewId
  readonly day: Day
}

interface Wanted {
  readonly work: WorkToDo
  /** How long the visit would take; null where a crew is only put in charge and no day needs room. */
  readonly minutes: number | null
  /** The crew that whoever wrote the steps chose: what it can do is not asked about. */
  readonly only: CrewId | null
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
  const rounds = await roundsOfDays(db, addDays(today, 1), addDays(today, DAYS))
  const crews = (await allCrews(db)).filter(({ active }) => active === 1).map(toCrew)
  return {
    plans: crews.flatMap((crew) =>
      days.map((day) => ({
        ...crew,
        visits: crew.capacityVisits,
        minutes: crew.capacityMinutes,
        day,
        planned: [
          ...visits.filter((visit) => visit.crew_id === crew.id && visit.day === day),
          // Rounds take their part of the day, too.
          ...rounds.filter((time) => time.crewId === crew.id && time.day === day),
        ],
      })),
    ),
  }
}

/** The week with one more visit: the next ticket finds less room. */
export const withVisit = ({ plans }: CrewWeek, { crewId, day }: Place, minutes: number): CrewWeek => ({
  plans: plans.map((plan) =>
    plan.id === crewId && plan.day === day ? { ...plan, planned: [...plan.planned, { minutes }] } : plan,
  ),
})

/** The crew and day that fit best for such work, or that crew's best day; null where none can take it. */
export const proposedPlace = ({ plans }: CrewWeek, { work, minutes, only }: Wanted): Place | null => {
  // Whose work it is nobody knows yet.
  if (only === null && work.categories.length === 0 && plans.some(({ skills }) => skills.length > 0)) return null
  const waived: readonly FitConflict[] = [
    ...(minutes === null ? (['visits', 'minutes'] as const) : []),
    ...(only === null ? [] : (['skill'] as const)),
  ]
  const best = proposeCrews(
    plans.filter(({ id }) => only === null || id === only),
    work,
    minutes ?? USUAL_MINUTES,
  ).find(({ conflicts }) => isProposable({ conflicts: conflicts.filter((one) => !waived.includes(one)) }))
  return best === undefined ? null : { crewId: best.id, day: best.day }
}
