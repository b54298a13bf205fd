import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { copiesToKeep } from '@shared/copies/rotation'
import { isCopyDue, lastPlanned, nextPlanned } from '@shared/copies/schedule'
import { DAY_MS, asInstant } from '@shared/kernel/instant'

const ROME = 'Europe/Rome'
const keep = { keepDaily: 7, keepWeekly: 4, keepMonthly: 12 }
const at = (text: string) => asInstant(Date.parse(text))
const copiesOf = (from: string, days: number) =>
  Array.from({ length: days }, (_, day) => ({ madeAt: asInstant(Date.parse(from) + day * DAY_MS) }))

describe('rotation', () => {
  it('keeps a week of days, four weeks and twelve months of two years of daily copies', () => {
    const copies = copiesOf('2025-01-01T06:00:00Z', 730)
    const kept = [...copiesToKeep(copies, keep, ROME)].map(({ madeAt }) => new Date(madeAt).toISOString().slice(0, 10))
    expect(kept.toSorted().toReversed()).toEqual([
      ...['2026-12-31', '2026-12-30', '2026-12-29', '2026-12-28', '2026-12-27', '2026-12-26', '2026-12-25'],
      ...['2026-12-20', '2026-12-13'],
      ...['2026-11-30', '2026-10-31', '2026-09-30', '2026-08-31', '2026-07-31', '2026-06-30', '2026-05-31'],
      ...['2026-04-30', '2026-03-31', '2026-02-28', '2026-01-31'],
    ])
  })

  it('goes by the days of the office, not of Greenwich', () => {
    const late = { madeAt: at('2026-11-23T22:30:00Z') }
    const early = { madeAt: at('2026-11-23T23:30:00Z') }
    expect(copiesToKeep([late, early], { keepDaily: 2, keepWeekly: 0, keepMonthly: 0 }, ROME).size).toBe(2)
  })

  it('never throws the newest copy away, and never keeps more than it was told', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 900 * DAY_MS }), { minLength: 1, maxLength: 60 }),
        fc.record({
          keepDaily: fc.integer({ min: 1, max: 9 }),
          keepWeekly: fc.integer({ min: 0, max: 9 }),
          keepMonthly: fc.integer({ min: 0, max: 9 }),
        }),
        (moments, rule) => {
          const copies = moments.map((moment) => ({ madeAt: asInstant(moment) }))
          const kept = copiesToKeep(copies, rule, ROME)
          const newest = Math.max(...moments)
          expect([...kept].some(({ madeAt }) => madeAt === newest)).toBe(true)
          expect(kept.size).toBeLessThanOrEqual(rule.keepDaily + rule.keepWeekly + rule.keepMonthly)
        },
      ),
    )
  })
})

describe('the plan', () => {
  const times = ['13:00', '07:00']

  it('finds the moments around now, over midnight and over the change of the clocks', () => {
    expect(lastPlanned(times, at('2026-11-23T05:00:00Z'), ROME)).toBe(at('2026-11-22T12:00:00Z'))
    expect(nextPlanned(times, at('2026-11-23T05:00:00Z'), ROME)).toBe(at('2026-11-23T06:00:00Z'))
    expect(nextPlanned(times, at('2026-11-23T12:00:00Z'), ROME)).toBe(at('2026-11-24T06:00:00Z'))
    // The last Sunday of March: half past two does not exist, seven is two hours from Greenwich.
    expect(nextPlanned(['02:30', '07:00'], at('2026-03-29T00:30:00Z'), ROME)).toBe(at('2026-03-29T05:00:00Z'))
  })

  it('is due when nothing was copied since the last planned moment, however late the first desk starts', () => {
    expect(isCopyDue(times, null, at('2026-11-23T09:00:00Z'), ROME)).toBe(true)
    expect(isCopyDue(times, at('2026-11-22T12:00:05Z'), at('2026-11-23T09:00:00Z'), ROME)).toBe(true)
    expect(isCopyDue(times, at('2026-11-23T06:00:05Z'), at('2026-11-23T09:00:00Z'), ROME)).toBe(false)
  })
})
