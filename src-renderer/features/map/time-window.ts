import { addDays, dayNumber } from '@shared/deadlines/zone'
import type { Day } from '@shared/kernel/instant'

/** Two years, in weeks: what one looks back on. */
export const WEEKS = 104

/** The weeks of the slider that a period of days covers, oldest 0; open ends are the slider's own. */
export interface TimeWindow {
  readonly first: number
  /** The last week that counts, itself included. */
  readonly last: number
}

const clamp = (week: number): number => Math.min(WEEKS - 1, Math.max(0, week))
const weekOf = (day: Day, today: Day): number => clamp(WEEKS - 1 - Math.floor((dayNumber(today) - dayNumber(day)) / 7))

export const windowOf = (from: Day | null, to: Day | null, today: Day): TimeWindow => {
  const first = from === null ? 0 : weekOf(from, today)
  return { first, last: Math.max(first, to === null ? WEEKS - 1 : weekOf(to, today)) }
}

/** The days of a window; the whole slider narrows nothing, since older tickets belong to it. */
export const daysOf = ({ first, last }: TimeWindow, today: Day): { from: Day | null; to: Day | null } => ({
  from: first === 0 ? null : addDays(today, -7 * (WEEKS - first) + 1),
  to: last === WEEKS - 1 ? null : addDays(today, -7 * (WEEKS - 1 - last)),
})

/** One end moved to a week; it takes the other one along rather than pass it, so that neither handle is ever stuck. */
export const movedFirst = (week: number, { last }: TimeWindow): TimeWindow => ({
  first: week,
  last: Math.max(week, last),
})
export const movedLast = (week: number, { first }: TimeWindow): TimeWindow => ({
  first: Math.min(week, first),
  last: week,
})

/** A week on; at the end it begins again, as wide as it was. */
export const advanced = ({ first, last }: TimeWindow): TimeWindow =>
  last < WEEKS - 1 ? { first: first + 1, last: last + 1 } : { first: 0, last: last - first }
