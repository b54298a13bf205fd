import { addDays, dayNumber, weekdayOfNumber } from '../deadlines/zone'
import type { CategoryId, DistrictId } from '../kernel/ids'
import type { Day } from '../kernel/instant'
import { type Capacity, dayLoad } from './capacity'

/** What a visit takes where nobody says otherwise. */
export const USUAL_MINUTES = 45

/** What a crew can do, where, and when. Empty lists mean everything, everywhere. */
export interface CrewFit extends Capacity {
  readonly skills: readonly CategoryId[]
  readonly districts: readonly DistrictId[]
  /** ISO weekdays, Monday is 1. */
  readonly weekdays: readonly number[]
  readonly absences: readonly Absence[]
}

export interface Absence {
  /** Both days are part of it. */
  readonly from: Day
  readonly to: Day
  /** Empty: the whole crew. */
  readonly member: string
  readonly reason: string
}

export interface WorkToDo {
  /** The ticket's category and the one above it. */
  readonly categories: readonly CategoryId[]
  readonly districtId: DistrictId | null
  /** The category has been put out of use: nobody is meant to do such work any more. */
  readonly outOfUse?: boolean
}

/** Shown beside a visit, never in its way: a storm does not ask who is on holiday. */
export const FIT_CONFLICTS = [
  'category',
  'skill',
  'district',
  'weekday',
  'absent',
  'short_handed',
  'visits',
  'minutes',
] as const
export type FitConflict = (typeof FIT_CONFLICTS)[number]

const isAway = ({ from, to }: Absence, day: Day): boolean => from <= day && day <= to

/** Who of the crew is away on that day. */
export const awayOn = (crew: CrewFit, day: Day): readonly Absence[] =>
  crew.absences.filter((absence) => isAway(absence, day))

/** What speaks against the crew working at all on that day. */
export const dayConflicts = (crew: CrewFit, day: Day): readonly FitConflict[] => {
  const away = awayOn(crew, day)
  return [
    ...(crew.weekdays.includes(weekdayOfNumber(dayNumber(day))) ? [] : (['weekday'] as const)),
    ...(away.some(({ member }) => member === '')
      ? (['absent'] as const)
      : away.length > 0
        ? (['short_handed'] as const)
        : []),
  ]
}

/** Absences are seldom longer; after that the day is for a person to choose. */
const LOOKED_AHEAD = 30

/** The first day from this one on which the crew works at all. */
export const firstWorkingDay = (crew: CrewFit, from: Day): Day => {
  for (let at = 0; at < LOOKED_AHEAD; at += 1) {
    const day = addDays(from, at)
    if (!dayConflicts(crew, day).some((one) => one === 'weekday' || one === 'absent')) return day
  }
  return from
}

/** What speaks against the crew doing this work, whatever the day. */
export const workConflicts = (crew: CrewFit, work: WorkToDo): readonly FitConflict[] => [
  ...(work.outOfUse === true ? (['category'] as const) : []),
  ...(crew.skills.length === 0 ||
  work.categories.length === 0 ||
  work.categories.some((one) => crew.skills.includes(one))
    ? []
    : (['skill'] as const)),
  ...(crew.districts.length === 0 || work.districtId === null || crew.districts.includes(work.districtId)
    ? []
    : (['district'] as const)),
]

export interface CrewDayPlan<Id> extends CrewFit {
  readonly id: Id
  readonly day: Day
  /** What is planned for it on that day. */
  readonly planned: readonly { readonly minutes: number }[]
}

export interface CrewProposal<Id> {
  readonly id: Id
  readonly day: Day
  readonly conflicts: readonly FitConflict[]
  /** Why this one: it is the one for such work, or for that district. */
  readonly because: readonly ('skill' | 'district' | 'room')[]
}

/** What nobody is proposed against: such a plan is a person's to make. */
const NEVER_PROPOSED: readonly FitConflict[] = ['absent', 'weekday', 'skill', 'visits', 'minutes']

/** Whether it may be proposed: the crew works that day, does such work, and has room. */
export const isProposable = ({ conflicts }: Pick<CrewProposal<unknown>, 'conflicts'>): boolean =>
  !conflicts.some((conflict) => NEVER_PROPOSED.includes(conflict))

const WEIGHT: Readonly<Record<FitConflict, number>> = {
  absent: 64,
  weekday: 64,
  skill: 32,
  minutes: 8,
  visits: 8,
  district: 4,
  category: 1,
  short_handed: 2,
}

/**
 * Crews and days for a ticket, the best first: with the least against it, then made for such work, then for that
 * district, then the earliest day, then the emptiest. `minutes` is how long the visit would take.
 */
export const proposeCrews = <Id>(
  days: readonly CrewDayPlan<Id>[],
  work: WorkToDo,
  minutes: number,
): readonly CrewProposal<Id>[] => {
  const judged = days.map((plan) => {
    const load = dayLoad([...plan.planned, { minutes }], plan)
    const conflicts = [
      ...dayConflicts(plan, plan.day),
      ...workConflicts(plan, work),
      ...(load.overVisits > 0 ? (['visits'] as const) : []),
      ...(load.overMinutes > 0 ? (['minutes'] as const) : []),
    ]
    const isSkilled = plan.skills.length > 0 && work.categories.some((one) => plan.skills.includes(one))
    const isNear = work.districtId !== null && plan.districts.includes(work.districtId)
    return {
      proposal: {
        id: plan.id,
        day: plan.day,
        conflicts,
        because: [
          ...(isSkilled ? (['skill'] as const) : []),
          ...(isNear ? (['district'] as const) : []),
          ...(load.overVisits === 0 && load.overMinutes === 0 ? (['room'] as const) : []),
        ],
      },
      against: conflicts.reduce((sum, conflict) => sum + WEIGHT[conflict], 0),
      made: (isSkilled ? 2 : 0) + (isNear ? 1 : 0),
      share: plan.minutes > 0 ? load.minutes / plan.minutes : load.minutes / 480,
    }
  })
  return judged
    .toSorted(
      (a, b) =>
        a.against - b.against ||
        b.made - a.made ||
        (a.proposal.day < b.proposal.day ? -1 : a.proposal.day > b.proposal.day ? 1 : 0) ||
        a.share - b.share,
    )
    .map(({ proposal }) => proposal)
}
