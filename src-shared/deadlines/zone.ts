import { Temporal } from 'temporal-polyfill'
import { asDay, asInstant, DAY_MS, type Day, type Instant } from '../kernel/instant'

/** A stretch of time in which a zone's clocks do not jump. `to` is not part of it. */
export interface OffsetSpan {
  readonly from: number
  readonly to: number
  /** Local time minus UTC, in milliseconds. */
  readonly offset: number
}

const spansOfZone = new Map<string, OffsetSpan[]>()

const askSpan = (zone: string, at: number): OffsetSpan => {
  const moment = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  // The transition "before" a moment that is one itself would be the one before that.
  const previous = moment.add({ milliseconds: 1 }).getTimeZoneTransition('previous')
  const next = moment.getTimeZoneTransition('next')
  return {
    from: previous?.epochMilliseconds ?? -Infinity,
    to: next?.epochMilliseconds ?? Infinity,
    offset: moment.offsetNanoseconds / 1_000_000,
  }
}

/**
 * The span that holds a moment. Zones change twice a year and are asked about at every intake, so the answers
 * are kept: the calendar library is asked once a span.
 * @throws RangeError for a zone that does not exist (see `isZone`)
 */
export const spanAt = (zone: string, at: number): OffsetSpan => {
  let spans = spansOfZone.get(zone)
  if (!spans) spansOfZone.set(zone, (spans = []))
  for (const span of spans) if (at >= span.from && at < span.to) return span
  const span = askSpan(zone, at)
  spans.push(span)
  return span
}

export const isZone = (zone: string): boolean => {
  try {
    spanAt(zone, 0)
    return true
  } catch {
    return false
  }
}

/** Days since 1970-01-01, for arithmetic without zones. */
export const dayNumber = (day: Day): number =>
  Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))) / DAY_MS

export const dayOfNumber = (number: number): Day => asDay(new Date(number * DAY_MS).toISOString().slice(0, 10))

export const addDays = (day: Day, count: number): Day => dayOfNumber(dayNumber(day) + count)

/** Monday is 1, Sunday 7, as in ISO 8601. */
export const weekdayOfNumber = (number: number): number => ((((number + 3) % 7) + 7) % 7) + 1

/** Which day it is in the zone at that moment. */
export const dayAt = (at: Instant, zone: string): Day =>
  dayOfNumber(Math.floor((at + spanAt(zone, at).offset) / DAY_MS))

/**
 * The moments at which the zone's wall clock shows a time from `fromMinute` to before `toMinute` of a day: none
 * where the clock jumped over it, two stretches where it went back. Sorted.
 */
export const wallClockStretches = (
  zone: string,
  day: number,
  fromMinute: number,
  toMinute: number,
): readonly (readonly [from: number, to: number])[] => {
  const wallFrom = day * DAY_MS + fromMinute * 60_000
  const wallTo = day * DAY_MS + toMinute * 60_000
  const stretches: [number, number][] = []
  // No zone is further from UTC than a day, so the spans that matter lie within one day on each side.
  for (let span = spanAt(zone, wallFrom - DAY_MS); ; span = spanAt(zone, span.to)) {
    const from = Math.max(wallFrom - span.offset, span.from)
    const to = Math.min(wallTo - span.offset, span.to)
    if (from < to) stretches.push([from, to])
    if (span.to >= wallTo + DAY_MS) return stretches
  }
}

/** The first moment of a day in the zone (not always midnight). */
export const startOfDay = (day: Day, zone: string): Instant => {
  const number = dayNumber(day)
  return asInstant(wallClockStretches(zone, number, 0, 24 * 60)[0]?.[0] ?? number * DAY_MS)
}
