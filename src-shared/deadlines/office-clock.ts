import { MINUTE_MS } from '../kernel/instant'
import { hasOpeningHours, openStretches, searchDay, type OfficeCalendar } from './office-calendar'

/**
 * A clock that runs only while the office is open, good for moments from `from` to `to`: the difference of two of its
 * readings is what `officeMinutesBetween` says, at a step's cost instead of a walk along the days. For statistics over
 * thousands of tickets.
 */
export const officeClock = (calendar: OfficeCalendar, from: number, to: number): ((at: number) => number) => {
  if (!hasOpeningHours(calendar)) return (at) => (at - from) / MINUTE_MS
  const starts: number[] = []
  const ends: number[] = []
  /** Open time before the stretch of the same place. */
  const before: number[] = []
  let sum = 0
  for (let day = searchDay(from); day <= searchDay(to) + 2; day += 1) {
    for (const [start, end] of openStretches(calendar, day)) {
      starts.push(start)
      ends.push(end)
      before.push(sum)
      sum += end - start
    }
  }
  return (at) => {
    let low = 0
    let high = starts.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((starts[middle] ?? 0) <= at) low = middle + 1
      else high = middle
    }
    if (low === 0) return 0
    const last = low - 1
    return ((before[last] ?? 0) + Math.min(at, ends[last] ?? at) - (starts[last] ?? at)) / MINUTE_MS
  }
}

/** Open minutes of a working day, on the average of the week; null for a calendar that never opens. */
export const minutesOfWorkingDay = (calendar: OfficeCalendar): number | null => {
  const minutes = Object.values(calendar.hours).map((slots) =>
    slots.reduce((sum, { from, to }) => sum + Math.max(0, minuteOf(to) - minuteOf(from)), 0),
  )
  const open = minutes.filter((n) => n > 0)
  return open.length === 0 ? null : open.reduce((sum, n) => sum + n, 0) / open.length
}

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
