import { DAY_MS, type Day, type Instant } from '../kernel/instant'
import { nationalHolidays } from './holidays'
import { addDays, dayAt, dayNumber, dayOfNumber, wallClockStretches, weekdayOfNumber } from './zone'

/** Times of the wall clock, `HH:MM`; `to` is not part of the slot, `24:00` is the end of the day. */
export interface Slot {
  readonly from: string
  readonly to: string
}

/** Monday is 1, Sunday 7, as in ISO 8601. */
export type Weekday = '1' | '2' | '3' | '4' | '5' | '6' | '7'

export interface OfficeCalendar {
  /** IANA name, `Europe/Rome`. */
  readonly zone: string
  readonly hours: Readonly<Record<Weekday, readonly Slot[]>>
  readonly patron: { readonly month: number; readonly day: number } | null
  /** Single days on which the office stays shut. */
  readonly closures: readonly Day[]
}

/** A stretch of open time in epoch milliseconds; `to` is not part of it. */
export type OpenStretch = readonly [from: number, to: number]

interface Compiled {
  readonly slots: readonly (readonly (readonly [number, number])[])[]
  readonly closures: ReadonlySet<Day>
  readonly days: Map<number, readonly OpenStretch[]>
}

/** Above this many remembered days something walks the whole of time: start afresh rather than grow. */
const MAX_REMEMBERED_DAYS = 20_000
const NOTHING: readonly OpenStretch[] = []
const compiledOf = new WeakMap<OfficeCalendar, Compiled>()

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

/** Sorted and without overlaps, so that no minute counts twice whatever was typed into the settings. */
const merged = (stretches: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] => {
  const sorted = stretches.filter(([from, to]) => from < to).toSorted(([a], [b]) => a - b)
  const result: [number, number][] = []
  for (const [from, to] of sorted) {
    const last = result.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else result.push([from, to])
  }
  return result
}

const compile = (calendar: OfficeCalendar): Compiled => {
  const known = compiledOf.get(calendar)
  if (known) return known
  const weekdays: readonly Weekday[] = ['1', '2', '3', '4', '5', '6', '7']
  const compiled: Compiled = {
    slots: weekdays.map((weekday) =>
      merged(calendar.hours[weekday].map(({ from, to }) => [minuteOf(from), minuteOf(to)] as const)),
    ),
    closures: new Set(calendar.closures),
    days: new Map(),
  }
  compiledOf.set(calendar, compiled)
  return compiled
}

/** National, patron's, or one of the office's own closures. */
export const isHoliday = (day: Day, calendar: OfficeCalendar): boolean => {
  const { patron } = calendar
  if (patron && Number(day.slice(5, 7)) === patron.month && Number(day.slice(8, 10)) === patron.day) return true
  return compile(calendar).closures.has(day) || nationalHolidays(Number(day.slice(0, 4))).includes(day)
}

/** The open stretches of a day (its number since 1970-01-01), sorted. Remembered per calendar object. */
export const openStretches = (calendar: OfficeCalendar, day: number): readonly OpenStretch[] => {
  const compiled = compile(calendar)
  const known = compiled.days.get(day)
  if (known) return known
  const slots = compiled.slots[weekdayOfNumber(day) - 1] ?? []
  const stretches =
    slots.length === 0 || isHoliday(dayOfNumber(day), calendar)
      ? NOTHING
      : merged(slots.flatMap(([from, to]) => wallClockStretches(calendar.zone, day, from, to)))
  if (compiled.days.size >= MAX_REMEMBERED_DAYS) compiled.days.clear()
  compiled.days.set(day, stretches)
  return stretches
}

/** Whether somebody sits in the office at that moment. */
export const isOfficeOpen = (calendar: OfficeCalendar, at: Instant): boolean =>
  openStretches(calendar, dayNumber(dayAt(at, calendar.zone))).some(([from, to]) => from <= at && at < to)

/** Does the calendar ever open? */
export const hasOpeningHours = (calendar: OfficeCalendar): boolean =>
  compile(calendar).slots.some((slots) => slots.length > 0)

export const isWorkingDay = (day: Day, calendar: OfficeCalendar): boolean =>
  (compile(calendar).slots[weekdayOfNumber(dayNumber(day)) - 1] ?? []).length > 0 && !isHoliday(day, calendar)

/** The day from which to look for open time at or after a moment: no zone is more than a day away from UTC. */
export const searchDay = (at: number): number => Math.floor(at / DAY_MS) - 1

/**
 * The `count`th working day after `day`; with 0 the day itself, or the next working one. A calendar that never
 * opens counts every day.
 */
export const addWorkingDays = (day: Day, count: number, calendar: OfficeCalendar): Day => {
  if (!hasOpeningHours(calendar)) return addDays(day, count)
  let current = day
  while (!isWorkingDay(current, calendar) && count === 0) current = addDays(current, 1)
  for (let left = count; left > 0;) {
    current = addDays(current, 1)
    if (isWorkingDay(current, calendar)) left -= 1
  }
  return current
}
