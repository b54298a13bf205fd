import { addDays, dayAt, dayNumber, wallClockStretches } from '../deadlines/zone'
import { type Instant, asInstant } from '../kernel/instant'

/** Minutes after midnight of `HH:MM`. */
const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

/** When the wall clock shows each time on the days around `at`, in order; a time that the clock jumps over is left out. */
const moments = (times: readonly string[], at: Instant, zone: string): Instant[] => {
  const today = dayAt(at, zone)
  return [-1, 0, 1]
    .flatMap((days) => {
      const day = dayNumber(addDays(today, days))
      return times.map((time) => wallClockStretches(zone, day, minuteOf(time), minuteOf(time) + 1)[0]?.[0])
    })
    .filter((moment) => moment !== undefined)
    .map(asInstant)
    .sort((a, b) => a - b)
}

/** The last moment, up to `at`, for which a copy was planned; null when no time is given. */
export const lastPlanned = (times: readonly string[], at: Instant, zone: string): Instant | null =>
  moments(times, at, zone).findLast((moment) => moment <= at) ?? null

/** The next planned moment after `at`. */
export const nextPlanned = (times: readonly string[], at: Instant, zone: string): Instant | null =>
  moments(times, at, zone).find((moment) => moment > at) ?? null

/**
 * A copy is due when none was made since the last planned moment: an office whose desks were all off at seven makes its
 * copy when the first one starts.
 */
export const isCopyDue = (times: readonly string[], lastCopyAt: Instant | null, at: Instant, zone: string): boolean => {
  const planned = lastPlanned(times, at, zone)
  return planned !== null && (lastCopyAt === null || lastCopyAt < planned)
}
