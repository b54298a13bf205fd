import { asInstant, DAY_MS, MINUTE_MS, type Instant } from '../kernel/instant'
import { hasOpeningHours, openStretches, searchDay, type OfficeCalendar } from './office-calendar'

/** A time in which the clock stands still; without `to` it still does. */
export interface Pause {
  readonly from: Instant
  readonly to?: Instant | undefined
}

/** A budget that is not used up in so many days is a mistyped one; the answer is then the horizon itself. */
const HORIZON_DAYS = 100 * 366

const addOpen = (start: number, budget: number, calendar: OfficeCalendar): number => {
  if (budget <= 0) return start
  if (!hasOpeningHours(calendar)) return start + budget
  const first = searchDay(start)
  let left = budget
  for (let day = first; day < first + HORIZON_DAYS; day += 1) {
    for (const [from, to] of openStretches(calendar, day)) {
      const begin = Math.max(from, start)
      if (begin >= to) continue
      if (left <= to - begin) return begin + left
      left -= to - begin
    }
  }
  return start + HORIZON_DAYS * DAY_MS
}

const openBetween = (a: number, b: number, calendar: OfficeCalendar): number => {
  if (!hasOpeningHours(calendar)) return b - a
  let sum = 0
  for (let day = searchDay(a); day <= searchDay(b) + 2; day += 1) {
    for (const [from, to] of openStretches(calendar, day)) sum += Math.max(0, Math.min(to, b) - Math.max(from, a))
  }
  return sum
}

/**
 * The earliest moment by which `minutes` of open time have passed since `start`; `start` itself for none.
 * A calendar without any opening hours counts plain time.
 */
export const addOfficeTime = (start: Instant, minutes: number, calendar: OfficeCalendar): Instant =>
  asInstant(addOpen(start, minutes * MINUTE_MS, calendar))

/** Open minutes from `a` to `b`, with fractions; negative when `b` lies before `a`. */
export const officeMinutesBetween = (a: Instant, b: Instant, calendar: OfficeCalendar): number =>
  a <= b ? openBetween(a, b, calendar) / MINUTE_MS : -openBetween(b, a, calendar) / MINUTE_MS

/**
 * When a budget of open minutes is used up, pauses left out. Null while the clock stands still before that: nobody
 * can say then. Pauses may come in any order, overlap, or begin before `start`.
 */
export const deadline = (
  start: Instant,
  budgetMinutes: number,
  pauses: readonly Pause[],
  calendar: OfficeCalendar,
): Instant | null => {
  let from: number = start
  let left = budgetMinutes * MINUTE_MS
  for (const pause of pauses.toSorted((a, b) => a.from - b.from)) {
    if (pause.to !== undefined && pause.to <= from) continue
    const available = pause.from > from ? openBetween(from, pause.from, calendar) : 0
    if (left <= available) break
    if (pause.to === undefined) return null
    left -= available
    from = Math.max(from, pause.to)
  }
  return asInstant(addOpen(from, left, calendar))
}
