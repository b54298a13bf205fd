import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { nationalHolidays } from '@shared/deadlines/holidays'
import type { OfficeCalendar, Slot, Weekday } from '@shared/deadlines/office-calendar'
import { addOfficeTime, deadline, officeMinutesBetween, type Pause } from '@shared/deadlines/office-time'
import { asDay, asInstant, MINUTE_MS, type Instant } from '@shared/kernel/instant'

/**
 * The slow truth: one minute after the other, each asked on the wall clock whether the office is open. The
 * windows hold both changes of the hour, Easter Monday and All Saints.
 */
const ZONE = 'Europe/Rome'
const WINDOW_MINUTES = 11 * 24 * 60

interface Minute {
  readonly day: string
  readonly weekday: Weekday
  readonly clock: string
}

const minutesFrom = (start: string): { readonly start: number; readonly wall: readonly Minute[] } => {
  const first = Temporal.PlainDateTime.from(start).toZonedDateTime(ZONE)
  const wall: Minute[] = []
  for (let i = 0; i < WINDOW_MINUTES; i += 1) {
    const at = first.add({ minutes: i })
    wall.push({
      day: at.toPlainDate().toString(),
      weekday: String(at.dayOfWeek) as Weekday,
      clock: at.toPlainTime().toString({ smallestUnit: 'minute' }),
    })
  }
  return { start: first.epochMilliseconds, wall }
}
const windows = [minutesFrom('2026-03-27T00:00'), minutesFrom('2026-10-23T00:00')]

const isOpen = (minute: Minute, { hours, patron, closures }: OfficeCalendar): boolean => {
  const { day, clock } = minute
  if ((nationalHolidays(Number(day.slice(0, 4))) as readonly string[]).includes(day)) return false
  if (patron && day.endsWith(`-${String(patron.month).padStart(2, '0')}-${String(patron.day).padStart(2, '0')}`))
    return false
  if ((closures as readonly string[]).includes(day)) return false
  return hours[minute.weekday].some(({ from, to }) => from <= clock && clock < to)
}

const clock = fc.integer({ min: 0, max: 24 * 4 }).map((q) => {
  return `${String(Math.floor(q / 4)).padStart(2, '0')}:${String((q % 4) * 15).padStart(2, '0')}`
})
const slot: fc.Arbitrary<Slot> = fc.record({ from: clock, to: clock })
const slots = fc.array(slot, { maxLength: 3 })
const calendars: fc.Arbitrary<OfficeCalendar> = fc
  .record({
    zone: fc.constant(ZONE),
    hours: fc.record({ 1: slots, 2: slots, 3: slots, 4: slots, 5: slots, 6: slots, 7: slots }),
    patron: fc.constantFrom(null, { month: 3, day: 31 }, { month: 10, day: 28 }),
    closures: fc.subarray([asDay('2026-03-30'), asDay('2026-10-25'), asDay('2026-10-30')]),
  })
  // An office that never opens is a rule of its own, told elsewhere.
  .filter(({ hours }) => Object.values(hours).some((day) => day.some(({ from, to }) => from < to)))

const scene = fc.record({
  calendar: calendars,
  window: fc.constantFrom(...windows),
  start: fc.integer({ min: 0, max: WINDOW_MINUTES - 1 }),
  length: fc.integer({ min: 0, max: WINDOW_MINUTES }),
  budget: fc.integer({ min: 1, max: 3000 }),
  pauses: fc.array(
    fc.record({
      from: fc.integer({ min: 0, max: WINDOW_MINUTES }),
      length: fc.option(fc.integer({ min: 0, max: 4000 })),
    }),
    { maxLength: 4 },
  ),
})

describe('office time against a count minute by minute', () => {
  const instantIn = (window: { readonly start: number }, minute: number): Instant =>
    asInstant(window.start + minute * MINUTE_MS)

  it('finds the same moment, and counts the same minutes back', () => {
    fc.assert(
      fc.property(scene, ({ calendar, window, start, length, budget }) => {
        const end = Math.min(WINDOW_MINUTES, start + length)
        let counted = 0
        let left = budget
        let found: number | null = null
        for (let i = start; i < WINDOW_MINUTES; i += 1) {
          const open = isOpen(window.wall[i]!, calendar)
          if (open && i < end) counted += 1
          if (open) left -= 1
          if (open && left === 0) found = i + 1
        }
        const a = instantIn(window, start)
        expect(officeMinutesBetween(a, instantIn(window, end), calendar)).toBe(counted)
        const due = addOfficeTime(a, budget, calendar)
        expect(found === null ? due >= instantIn(window, WINDOW_MINUTES) : due === instantIn(window, found)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('leaves the pauses out just as the slow count does', () => {
    fc.assert(
      fc.property(scene, ({ calendar, window, start, budget, pauses }) => {
        const isPaused = (i: number): boolean =>
          pauses.some(({ from, length }) => i >= from && (length === null || i < from + length))
        let left = budget
        let found: number | null = null
        for (let i = start; i < WINDOW_MINUTES && found === null; i += 1) {
          if (isOpen(window.wall[i]!, calendar) && !isPaused(i)) left -= 1
          if (left === 0) found = i + 1
        }
        const given: Pause[] = pauses.map(({ from, length }) => ({
          from: instantIn(window, from),
          to: length === null ? undefined : instantIn(window, from + length),
        }))
        const due = deadline(instantIn(window, start), budget, given, calendar)
        const beyond = due === null || due >= instantIn(window, WINDOW_MINUTES)
        expect(found === null ? beyond : due === instantIn(window, found)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})
