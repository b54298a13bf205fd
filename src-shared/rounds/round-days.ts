import { type Season, inSeason } from '../answers/offered-answers'
import { type OfficeCalendar, isHoliday } from '../deadlines/office-calendar'
import { addDays, dayNumber, dayOfNumber, weekdayOfNumber } from '../deadlines/zone'
import type { Day } from '../kernel/instant'

/** When a round is made: days of the week, every so many weeks, in a part of the year. Days only: no clock changes them. */
export interface RoundCalendar {
  readonly everyWeeks: number
  /** ISO weekdays, Monday is 1. */
  readonly weekdays: readonly number[]
  /** Null: the whole year. */
  readonly season: Season | null
  /** The week of this day is the first one; nothing before the day itself. */
  readonly startsOn: Day
  /** The last day that may be planned; null: until somebody ends it. */
  readonly endsOn: Day | null
}

export interface RoundDay {
  /** As the calendar of the round has it: the name of this time, wherever it is moved to. */
  readonly planned: Day
  /** On which it is made: the same day, or the first one after that is no day of rest. */
  readonly day: Day
}

/** Weeks since the one of 1970-01-01, each beginning on a Monday. */
const weekOf = (number: number): number => Math.floor((number + 3) / 7)

const SUNDAY = 7
/** A shut town of a whole fortnight moves nothing: that time is left out. */
const FURTHEST = 14

/** Whether the round's own calendar names this day. */
export const isPlannedDay = ({ everyWeeks, weekdays, season, startsOn, endsOn }: RoundCalendar, day: Day): boolean => {
  if (day < startsOn || (endsOn !== null && day > endsOn)) return false
  const number = dayNumber(day)
  if (!weekdays.includes(weekdayOfNumber(number))) return false
  return (weekOf(number) - weekOf(dayNumber(startsOn))) % everyWeeks === 0 && inSeason(season, day)
}

/** Where a planned day of rest goes; null when the next planned one comes first, and the two are one. */
const madeOn = (calendar: RoundCalendar, office: OfficeCalendar, planned: Day): Day | null => {
  let day = planned
  const rests = (one: Day): boolean =>
    isHoliday(one, office) || (one !== planned && weekdayOfNumber(dayNumber(one)) === SUNDAY)
  for (let moved = 0; rests(day); moved += 1) {
    day = addDays(day, 1)
    if (moved === FURTHEST || isPlannedDay(calendar, day)) return null
  }
  return day
}

/**
 * The days from `from` to `to`, both included, on which a round is made, in order and each once. A holiday moves it to the
 * next day that is none and no Sunday; where that would be as late as the next time, the two become one.
 */
export const roundDays = (calendar: RoundCalendar, office: OfficeCalendar, from: Day, to: Day): readonly RoundDay[] => {
  const days: RoundDay[] = []
  for (let number = dayNumber(from) - FURTHEST - 1; number <= dayNumber(to); number += 1) {
    const planned = dayOfNumber(number)
    if (!isPlannedDay(calendar, planned)) continue
    const day = madeOn(calendar, office, planned)
    if (day !== null && day >= from && day <= to) days.push({ planned, day })
  }
  return days
}

/** As far as the next time is looked for: a round of every year's season is seen from the end of the last one. */
export const HORIZON_DAYS = 400

/** The first times from a day on; fewer where the calendar ends. */
export const nextRoundDays = (
  calendar: RoundCalendar,
  office: OfficeCalendar,
  from: Day,
  count: number,
): readonly RoundDay[] => {
  const found: RoundDay[] = []
  // In pieces of five weeks: most rounds come round in one.
  for (let start = from; start < addDays(from, HORIZON_DAYS) && found.length < count; start = addDays(start, 35))
    found.push(...roundDays(calendar, office, start, addDays(start, 34)))
  return found.slice(0, count)
}

/** What a person changed of one time: another day or crew, or left out. */
export interface RoundChange {
  readonly planned: Day
  /** Null: as the calendar has it. */
  readonly day: Day | null
  readonly skipped: boolean
}

/** The times from `from` to `to` as people left them: moved ones on their new day, left out ones not at all. */
export const changedDays = (
  generated: (from: Day, to: Day) => readonly RoundDay[],
  changes: readonly RoundChange[],
  from: Day,
  to: Day,
): readonly RoundDay[] => {
  const changed = new Map(changes.map((change) => [change.planned, change]))
  const kept = generated(from, to).filter(({ planned }) => {
    const change = changed.get(planned)
    return change === undefined || (!change.skipped && change.day === null)
  })
  const moved = changes.flatMap(({ planned, day, skipped }) =>
    !skipped && day !== null && day >= from && day <= to ? [{ planned, day }] : [],
  )
  return [...kept, ...moved].toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
}
