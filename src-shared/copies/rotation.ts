import type { Instant } from '../kernel/instant'
import { dayAt, dayNumber, weekdayOfNumber } from '../deadlines/zone'

/** How many days, weeks and months each keep one copy. */
export interface Keep {
  readonly keepDaily: number
  readonly keepWeekly: number
  readonly keepMonthly: number
}

/** The newest copy of each of the last `count` periods in which there is one. */
const newestOfEach = <T extends { readonly madeAt: Instant }>(
  newestFirst: readonly T[],
  count: number,
  periodOf: (copy: T) => string | number,
): T[] => {
  const found = new Map<string | number, T>()
  for (const copy of newestFirst) {
    const period = periodOf(copy)
    if (!found.has(period) && found.size < count) found.set(period, copy)
  }
  return [...found.values()]
}

/**
 * The copies that rotation keeps: the newest one always, and the newest of each of the last days, weeks (Monday to
 * Sunday) and months of the office's calendar. A period without a copy does not use up a place.
 */
export const copiesToKeep = <T extends { readonly madeAt: Instant }>(
  copies: readonly T[],
  keep: Keep,
  zone: string,
): ReadonlySet<T> => {
  const newestFirst = copies.toSorted((a, b) => b.madeAt - a.madeAt)
  const dayOf = ({ madeAt }: T) => dayAt(madeAt, zone)
  const weekOf = (copy: T) => {
    const day = dayNumber(dayOf(copy))
    return day - weekdayOfNumber(day)
  }
  return new Set([
    ...newestFirst.slice(0, 1),
    ...newestOfEach(newestFirst, keep.keepDaily, dayOf),
    ...newestOfEach(newestFirst, keep.keepWeekly, weekOf),
    ...newestOfEach(newestFirst, keep.keepMonthly, (copy) => dayOf(copy).slice(0, 7)),
  ])
}
