import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR_MS } from '@shared/kernel/instant'
import { type StormReport, type StormRule, belongTogether, findStorms, joinsStorm } from '@shared/storms/find-storms'

const RULE: StormRule = { reports: 4, hours: 6, metres: 800 }
const START = Date.parse('2026-11-21T05:00:00Z')

const report = fc.record({
  at: fc.integer({ min: 0, max: 30 }).map((hours) => START + hours * HOUR_MS),
  group: fc.option(fc.integer({ min: 1, max: 2 })),
  point: fc.option(
    fc.record({
      lat: fc.double({ min: 43.84, max: 43.87, noNaN: true }),
      lon: fc.double({ min: 10.55, max: 10.6, noNaN: true }),
    }),
  ),
  districtId: fc.option(fc.integer({ min: 1, max: 3 })),
})
const reports = fc
  .array(report, { maxLength: 40 })
  .map((list) => list.map((one, id): StormReport<number> => ({ id, ...one })))
const rules = fc.record({
  reports: fc.integer({ min: 2, max: 6 }),
  hours: fc.integer({ min: 1, max: 12 }),
  metres: fc.integer({ min: 50, max: 2500 }),
})

/** Every pair compared, every stretch of hours tried. */
const slowly = (list: readonly StormReport<number>[], rule: StormRule): number[][] => {
  const left = new Set(list.filter(({ group }) => group !== null))
  const found: number[][] = []
  while (left.size > 0) {
    const [seed] = left
    const chain = seed ? [seed] : []
    if (seed) left.delete(seed)
    for (const one of chain)
      for (const other of left)
        if (belongTogether(one, other, rule)) {
          left.delete(other)
          chain.push(other)
        }
    const crowd = chain.filter((one) =>
      chain.some((first) => {
        const stretch = chain.filter(({ at }) => at >= first.at && at <= first.at + rule.hours * HOUR_MS)
        return stretch.includes(one) && stretch.length >= rule.reports
      }),
    )
    if (crowd.length > 0) found.push(crowd.map(({ id }) => id).toSorted((a, b) => a - b))
  }
  return found.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
}

const at = (id: number, hours: number, lat: number, more: Partial<StormReport<number>> = {}): StormReport<number> => ({
  id,
  ...{ at: START + hours * HOUR_MS, group: 1, point: { lat, lon: 10.57 }, districtId: 1 },
  ...more,
})

describe('many alike reports', () => {
  it('are the same that comparing every pair would find', () => {
    fc.assert(
      fc.property(reports, rules, (list, rule) => {
        const quickly = findStorms(list, rule)
          .map(({ ids }) => ids.toSorted((a, b) => a - b))
          .toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
        expect(quickly).toEqual(slowly(list, rule))
      }),
      { numRuns: 300 },
    )
  })

  it('do not depend on the order in which they are read', () => {
    fc.assert(
      fc.property(reports, rules, (list, rule) => {
        const sets = (some: readonly StormReport<number>[]) =>
          findStorms(some, rule)
            .map(({ ids }) => ids.toSorted((a, b) => a - b).join(' '))
            .toSorted()
        expect(sets(list.toReversed())).toEqual(sets(list))
      }),
    )
  })

  it('are one event where each is near another, along a whole valley', () => {
    const valley = [0, 1, 2, 3, 4].map((index) => at(index, index, 43.84 + index * 0.006))
    expect(findStorms(valley, RULE)).toMatchObject([{ group: 1, ids: [0, 1, 2, 3, 4], firstAt: START }])
  })

  it('are none when they are too few, too far apart, of another kind, or spread over days', () => {
    const near = (count: number) => Array.from({ length: count }, (_, index) => at(index, index / 10, 43.85))
    expect(findStorms(near(3), RULE)).toEqual([])
    expect(findStorms(near(4), RULE)).toHaveLength(1)
    expect(
      findStorms(
        near(4).map((one, index) => ({ ...one, group: index % 2 })),
        RULE,
      ),
    ).toEqual([])
    expect(
      findStorms(
        near(4).map((one, index) => at(one.id, 0, 43.7 + index * 0.05)),
        RULE,
      ),
    ).toEqual([])
    // One every five hours is the usual trickle, however long it goes on.
    expect(
      findStorms(
        Array.from({ length: 12 }, (_, index) => at(index, index * 5, 43.85)),
        RULE,
      ),
    ).toEqual([])
  })

  it('count those without a point by their district', () => {
    const mixed = [at(0, 0, 43.85), at(1, 1, 43.85, { point: null }), at(2, 1, 0, { point: null }), at(3, 2, 43.85)]
    expect(findStorms(mixed, RULE)).toMatchObject([{ ids: [0, 1, 2, 3] }])
    expect(
      findStorms(
        mixed.map((one) => ({ ...one, districtId: one.point === null ? null : 1 })),
        RULE,
      ),
    ).toEqual([])
  })

  it('take in one more that belongs to any of them', () => {
    const members = [at(0, 0, 43.85), at(1, 4, 43.855)]
    expect(joinsStorm(at(9, 9, 43.86), members, RULE)).toBe(true)
    expect(joinsStorm(at(9, 11, 43.86), members, RULE)).toBe(false)
    expect(joinsStorm(at(9, 5, 43.88), members, RULE)).toBe(false)
    expect(joinsStorm(at(9, 5, 43.86, { group: null }), members, RULE)).toBe(false)
  })
})
