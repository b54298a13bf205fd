import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { officeClock } from '@shared/deadlines/office-clock'
import { officeMinutesBetween } from '@shared/deadlines/office-time'
import { addDays } from '@shared/deadlines/zone'
import { DAY_MS, MINUTE_MS, asDay, asInstant } from '@shared/kernel/instant'
import { honestPercent, shareOf } from '@shared/reports/figures'
import { bucketsOf, daysOf, periodBefore, yearOfPeriod, yearPeriod } from '@shared/reports/period'
import { quantileOf } from '@shared/reports/quantile'
import { counter } from '../deadlines/calendars'

const period = (from: string, to: string) => ({ from: asDay(from), to: asDay(to) })

describe('a period', () => {
  it('is a year, or is not', () => {
    expect(yearPeriod(2026)).toEqual(period('2026-01-01', '2026-12-31'))
    expect(yearOfPeriod(yearPeriod(2024))).toBe(2024)
    expect(yearOfPeriod(period('2026-01-01', '2026-12-30'))).toBeNull()
  })

  it('is compared with the same days of the year before', () => {
    const today = asDay('2026-11-26')
    expect(periodBefore(yearPeriod(2025), today)).toEqual(yearPeriod(2024))
    expect(periodBefore(yearPeriod(2026), today)).toEqual(period('2025-01-01', '2025-11-26'))
    expect(periodBefore(period('2024-02-29', '2024-03-31'), today)).toEqual(period('2023-02-28', '2023-03-31'))
    // Not begun yet: nothing has gone by to be compared with less than the whole.
    expect(periodBefore(yearPeriod(2027), today)).toEqual(yearPeriod(2026))
  })

  it('falls into months that leave no day out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 5000 }), (start, length) => {
        const from = addDays(asDay('1990-01-01'), start)
        const whole = { from, to: addDays(from, length) }
        const buckets = bucketsOf(whole)
        expect(buckets[0]?.from).toBe(whole.from)
        expect(buckets.at(-1)?.to).toBe(whole.to)
        for (const [index, bucket] of buckets.entries())
          if (index > 0) expect(bucket.from).toBe(addDays(buckets[index - 1]!.to, 1))
        expect(buckets.reduce((sum, bucket) => sum + daysOf(bucket), 0)).toBe(length + 1)
        expect(buckets.length).toBeLessThanOrEqual(37)
      }),
    )
  })
})

describe('a share', () => {
  it('says a hundred only when nothing is left, and nothing of nothing', () => {
    expect(shareOf(865, 890)).toBeCloseTo(0.9719)
    expect(honestPercent(865 / 890)).toBe(97.2)
    expect(honestPercent(99_999 / 100_000)).toBe(99.9)
    expect(honestPercent(1)).toBe(100)
    expect(honestPercent(1 / 100_000)).toBe(0.1)
    expect(shareOf(0, 0)).toBeNull()
  })
})

describe('a quantile', () => {
  it('is a value that occurred', () => {
    expect(quantileOf([], 0.5)).toBeNull()
    expect(quantileOf([7], 0.9)).toBe(7)
    expect(quantileOf([1, 2, 3, 4], 0.5)).toBe(2)
    expect(quantileOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9)).toBe(9)
  })
})

describe("the office's clock", () => {
  it('counts as the walk along the days does, over both changes of the hour', () => {
    const start = Date.UTC(2026, 2, 20)
    const clock = officeClock(counter, start, start + 300 * DAY_MS)
    const moment = fc.integer({ min: 0, max: 300 * 24 * 60 }).map((minute) => asInstant(start + minute * MINUTE_MS))
    fc.assert(
      fc.property(moment, moment, (a, b) => {
        expect(clock(b) - clock(a)).toBeCloseTo(officeMinutesBetween(a, b, counter), 6)
      }),
      { numRuns: 500 },
    )
  })

  it('runs always where the office has no hours', () => {
    const never = { ...counter, hours: { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] } }
    const clock = officeClock(never, 0, DAY_MS)
    expect(clock(DAY_MS) - clock(0)).toBe(1440)
  })
})
