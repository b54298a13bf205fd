import { addWorkingDays, type OfficeCalendar } from '../deadlines/office-calendar'
import { addDays } from '../deadlines/zone'
import type { Day } from '../kernel/instant'

/** So many days on, or the next day on which somebody sits in the office to do it. */
export const chaseDay = (today: Day, days: number, calendar: OfficeCalendar): Day =>
  addWorkingDays(addDays(today, days), 0, calendar)

/** After so many reminders that the desk sent by itself a person has to look. */
export const MOST_AUTOMATIC_REMINDERS = 3

export interface ChaseFacts {
  readonly chaseOn: Day | null
  readonly answered: boolean
}

/** What is to be done about it today. */
export type ChaseState = 'overdue' | 'answered' | 'quiet'

export const chaseState = ({ chaseOn, answered }: ChaseFacts, today: Day): ChaseState => {
  if (answered) return 'answered'
  return chaseOn !== null && chaseOn <= today ? 'overdue' : 'quiet'
}

const RANK: Readonly<Record<ChaseState, number>> = { overdue: 0, answered: 1, quiet: 2 }

/** To be chased first, then what has an answer to be read, then the rest by its day; those without a day last. */
export const compareChase = (a: ChaseFacts, b: ChaseFacts, today: Day): number =>
  RANK[chaseState(a, today)] - RANK[chaseState(b, today)] || (a.chaseOn ?? '9999').localeCompare(b.chaseOn ?? '9999')
