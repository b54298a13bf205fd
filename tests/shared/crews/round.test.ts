import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pointKey, straightWays, tableWays } from '@shared/crews/road-ways'
import { type RoundStop, type Way, roundLength, shortestRound } from '@shared/crews/round'
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
/** Ways of any length, each one's back another. */
const oneWay = (next: () => number): Way => {
  const known = new Map<string, number>()
  return (from, to) => {
    const key = `${pointKey(from)} ${pointKey(to)}`
    const length = known.get(key) ?? next()
    known.set(key, length)
    return length
  }
}
/** Every order that has the urgent ones first, tried out. */
const bruteForce = (list: readonly RoundStop<number>[], depot: Point | null, way?: Way): number => {
  const [urgent, rest] = [list.filter((stop) => stop.urgent), list.filter((stop) => !stop.urgent)]
  const ids = (some: readonly RoundStop<number>[]): number[] => some.map(({ id }) => id)
  return Math.min(
    ...orders(ids(urgent)).flatMap((first) =>
      orders(ids(rest)).map((then) => roundLength(pointsOf(list, [...first, ...then]), depot, way)),
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
        const { order, length } = shortestRound(list, depot)
        expect(roundLength(pointsOf(list, order), depot)).toBeCloseTo(length, 3)
        expect(length).toBeCloseTo(bruteForce(list, depot), 3)
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
        const { length } = shortestRound(list, DEPOT)
        expect(length).toBeLessThanOrEqual(roundLength(points, DEPOT) + 1e-3)
      }),
      { numRuns: 25 },
    )
  })

  it.each([
    ['from the depot', DEPOT],
    ['without a depot', null],
  ])('minds one-way streets: the shortest there is where there and back differ, %s', (_name, depot) => {
    const ways = fc.infiniteStream(fc.integer({ min: 1, max: 900 }))
    fc.assert(
      fc.property(stops(9), ways, (list, lengths) => {
        // Nine stops of one rank are 362,880 orders: with the urgent ones parted it is still all of them.
        const way = oneWay(() => lengths.next().value as number)
        const { order, length } = shortestRound(list, depot, way)
        expect(roundLength(pointsOf(list, order), depot, way)).toBe(length)
        expect(length).toBe(bruteForce(list, depot, way))
      }),
      { numRuns: 12 },
    )
  })

  it('is never longer than the order asked about on one-way streets either, and turns the round the right way', () => {
    const points = Array.from({ length: 15 }, (_, index) => ({ lat: 43.8 + index / 1000, lon: 10.5 }))
    const list = points.map((one, id): RoundStop<number> => ({ id, point: one, urgent: false }))
    // Up the street is a minute a stop, down it ten.
    const way: Way = (from, to) => Math.abs(to.lat - from.lat) * (to.lat > from.lat ? 1 : 10)
    expect(shortestRound(list.toReversed(), null, way).order).toEqual(list.map(({ id }) => id))
  })

  it('says how long the van is on the road', () => {
    const { metres, seconds } = straightWays({ roadFactor: 1.5, speed: 30 })
    const there = { lat: DEPOT.lat + 0.1, lon: DEPOT.lon }
    expect(metres(DEPOT, there)).toBeCloseTo(16_679, -2)
    expect(seconds(DEPOT, there) / 60).toBeCloseTo(33.4, 0)
    expect(shortestRound([], DEPOT)).toEqual({ order: [], length: 0 })
  })

  it('reads the ways of a table, and none of a table without one of the stops', () => {
    const [a, b] = [DEPOT, { lat: 43.9, lon: 10.6 }]
    const table = {
      points: [a, b],
      seconds: [
        [0, 60],
        [90, 0],
      ],
      metres: [
        [0, 700],
        [950, 0],
      ],
    }
    const ways = tableWays(table, [b, a])
    expect(ways && [roundLength([b], a, ways.seconds), ways.metres(a, b), ways.metres(b, a)]).toEqual([150, 700, 950])
    expect(tableWays(table, [a, { lat: 43.91, lon: 10.6 }])).toBeNull()
    expect(pointKey({ lat: 43.85, lon: 10.57 })).toBe('10.570000,43.850000')
  })
})
