import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type RoundStop, drivingMinutes, roundLength, shortestRound } from '@shared/crews/round'
import type { Point } from '@shared/places/geo'

const DEPOT: Point = { lat: 43.85, lon: 10.57 }
const point = fc.record({
  lat: fc.double({ min: 43.75, max: 43.94, noNaN: true }),
  lon: fc.double({ min: 10.49, max: 10.66, noNaN: true }),
})
const stops = (most: number) =>
  fc
    .array(fc.record({ point, urgent: fc.boolean() }), { minLength: 1, maxLength: most })
    .map((list) => list.map((stop, id): RoundStop<number> => ({ id, ...stop })))

const orders = <T>(list: readonly T[]): T[][] =>
  list.length <= 1
    ? [[...list]]
    : list.flatMap((one, index) => orders(list.toSpliced(index, 1)).map((rest) => [one, ...rest]))
const pointsOf = (list: readonly RoundStop<number>[], order: readonly number[]): (Point | null)[] =>
  order.map((id) => list[id]?.point ?? null)
/** Every order that has the urgent ones first, tried out. */
const bruteForce = (list: readonly RoundStop<number>[], depot: Point | null): number => {
  const [urgent, rest] = [list.filter((stop) => stop.urgent), list.filter((stop) => !stop.urgent)]
  const ids = (some: readonly RoundStop<number>[]): number[] => some.map(({ id }) => id)
  return Math.min(
    ...orders(ids(urgent)).flatMap((first) =>
      orders(ids(rest)).map((then) => roundLength(pointsOf(list, [...first, ...then]), depot)),
    ),
  )
}

describe('the proposed order of a day', () => {
  it.each([
    ['from the depot', DEPOT],
    ['without a depot', null],
  ])('is the shortest there is, %s, against every order tried out', (_name, depot) => {
    fc.assert(
      fc.property(stops(7), (list) => {
        const { order, metres } = shortestRound(list, depot)
        expect(roundLength(pointsOf(list, order), depot)).toBeCloseTo(metres, 3)
        expect(metres).toBeCloseTo(bruteForce(list, depot), 3)
      }),
      { numRuns: 60 },
    )
  })

  it('visits each stop once, urgent ones first, those without a place last and as they were', () => {
    const some = fc.array(fc.record({ point: fc.option(point), urgent: fc.boolean() }), { maxLength: 18 })
    fc.assert(
      fc.property(some, (raw) => {
        const list = raw.map((stop, id): RoundStop<number> => ({ id, ...stop }))
        const { order } = shortestRound(list, DEPOT)
        expect(order.toSorted((a, b) => a - b)).toEqual(list.map(({ id }) => id))
        const ranks = order.map((id) => (list[id]?.point == null ? 2 : list[id].urgent ? 0 : 1))
        expect(ranks).toEqual(ranks.toSorted())
        const lost = order.filter((id) => list[id]?.point == null)
        expect(lost).toEqual(lost.toSorted((a, b) => a - b))
      }),
      { numRuns: 40 },
    )
  })

  it('is never longer than the order that it is asked about, also where it is not searched to the end', () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 12, maxLength: 22 }), (points) => {
        const list = points.map((one, id): RoundStop<number> => ({ id, point: one, urgent: false }))
        const { metres } = shortestRound(list, DEPOT)
        expect(metres).toBeLessThanOrEqual(roundLength(points, DEPOT) + 1e-3)
      }),
      { numRuns: 25 },
    )
  })

  it('says how long the van is on the road', () => {
    expect(drivingMinutes(16_000, { roadFactor: 1.5, speed: 30 })).toBe(48)
    expect(shortestRound([], DEPOT)).toEqual({ order: [], metres: 0 })
  })
})
