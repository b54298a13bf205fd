import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOfficeOpen } from '@shared/deadlines/office-calendar'
import { addOfficeTime, type Pause } from '@shared/deadlines/office-time'
import { lateMinutes, marksAt, raised, stepOfMark } from '@shared/deadlines/reminders'
import { type Instant, MINUTE_MS, asInstant } from '@shared/kernel/instant'
import { counter, rome } from './calendars'

const POLICY = {
  soonMinutes: 60,
  steps: [
    { afterMinutes: 210, tellManagers: true, raisePriority: false },
    { afterMinutes: 420, tellManagers: true, raisePriority: true },
  ],
}
const ticket = (due: string, pauses: readonly Pause[] = []) => ({ due: rome(due), isWaiting: false, pauses })
const at = (due: string, now: string, pauses: readonly Pause[] = []) =>
  marksAt(ticket(due, pauses), POLICY, counter, rome(now))

describe('what is said of a deadline', () => {
  it('is said in office hours alone: what goes by on Friday evening is said on Monday morning', () => {
    expect(at('2026-11-27T12:00', '2026-11-27T10:59')).toEqual([])
    expect(at('2026-11-27T12:00', '2026-11-27T11:00')).toEqual(['due_soon'])
    expect(at('2026-11-27T12:00', '2026-11-27T12:00')).toEqual(['overdue'])
    expect(at('2026-11-27T12:15', '2026-11-27T12:30')).toEqual([])
    expect(at('2026-11-27T12:15', '2026-11-30T08:59')).toEqual([])
    expect(at('2026-11-27T12:15', '2026-11-30T09:00')).toEqual(['overdue'])
  })

  it('counts the steps after it in office hours, over both changes of the hour', () => {
    // 3 h 30 min a day: one day after the deadline, and two.
    expect(at('2026-03-27T11:00', '2026-03-30T10:59')).toEqual(['overdue'])
    expect(at('2026-03-27T11:00', '2026-03-30T11:00')).toEqual(['overdue', 'step:0'])
    expect(at('2026-10-23T11:00', '2026-10-26T10:59')).toEqual(['overdue'])
    expect(at('2026-10-23T11:00', '2026-10-27T11:00')).toEqual(['overdue', 'step:0', 'step:1'])
  })

  it('stands still while the ticket waits, and says nothing then', () => {
    const pause = { from: rome('2026-11-23T11:30'), to: rome('2026-11-24T12:00') }
    expect(at('2026-11-23T11:00', '2026-11-24T12:29', [pause])).toEqual(['overdue'])
    expect(lateMinutes(rome('2026-11-23T11:00'), rome('2026-11-24T12:29'), [pause], counter)).toBe(59)
    expect(
      marksAt({ ...ticket('2026-11-23T11:00'), isWaiting: true }, POLICY, counter, rome('2026-11-24T10:00')),
    ).toEqual([])
  })

  it('knows its steps by their place, and no step that was taken out', () => {
    expect(stepOfMark('step:1', POLICY)).toBe(POLICY.steps[1])
    expect(stepOfMark('step:2', POLICY)).toBeNull()
    expect(stepOfMark('overdue', POLICY)).toBeNull()
    expect([raised('low'), raised('high'), raised('urgent')]).toEqual(['normal', 'urgent', 'urgent'])
  })
})

/** Around both changes of the hour, in whole minutes. */
const START = [rome('2026-03-26T08:00'), rome('2026-10-22T08:00')]
const moment = fc
  .tuple(fc.constantFrom(...START), fc.integer({ min: 0, max: 8 * 24 * 60 }))
  .map(([start, minutes]) => asInstant(start + minutes * MINUTE_MS))
const stretches = fc.array(fc.tuple(fc.integer({ min: -600, max: 9000 }), fc.integer({ min: 1, max: 4000 })), {
  maxLength: 3,
})

/** The slow truth: each minute asked whether the office was open and the ticket did not wait. */
const slowly = (due: Instant, now: Instant, pauses: readonly Pause[]): number => {
  let late = 0
  for (let minute: number = due; minute < now; minute += MINUTE_MS) {
    const isPaused = pauses.some(({ from, to }) => from <= minute && minute < (to ?? Infinity))
    if (!isPaused && isOfficeOpen(counter, asInstant(minute))) late += 1
  }
  return late
}

describe('how late it is', () => {
  it('is what counting minute by minute says, pauses left out, over both changes of the hour', () => {
    fc.assert(
      fc.property(
        moment,
        fc.integer({ min: 0, max: 6 * 24 * 60 }),
        stretches,
        fc.boolean(),
        (due, after, some, isOpenEnd) => {
          const now = asInstant(due + after * MINUTE_MS)
          const pauses = some.map(([from, length], index): Pause => ({
            from: asInstant(due + from * MINUTE_MS),
            to: isOpenEnd && index === 0 ? undefined : asInstant(due + (from + length) * MINUTE_MS),
          }))
          expect(lateMinutes(due, now, pauses, counter)).toBe(slowly(due, now, pauses))
        },
      ),
      { numRuns: 60, seed: 20261126 },
    )
  })

  it('is near exactly as long before as the office says', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 600 }), (now, minutes) => {
        const due = addOfficeTime(now, minutes, counter)
        const marks = marksAt({ due, isWaiting: false, pauses: [] }, { soonMinutes: minutes, steps: [] }, counter, now)
        expect(marks).toEqual(isOfficeOpen(counter, now) ? ['due_soon'] : [])
        const sooner = marksAt(
          { due, isWaiting: false, pauses: [] },
          { soonMinutes: minutes - 1, steps: [] },
          counter,
          now,
        )
        expect(sooner).toEqual([])
      }),
      { numRuns: 200, seed: 20261126 },
    )
  })
})
