import { describe, expect, it } from 'vitest'
import type { TicketId } from '@shared/kernel/ids'
import type { Point } from '@shared/places/geo'
import { planOrder, pointsToOrder, stopsOf } from '@/features/queue/plan-order'

/** Stops on a road to the east, so many hundredths of a degree from the depot. */
const stop = (id: number, east: number | null, urgent = false) => ({
  id: id as TicketId,
  point: east === null ? null : { lat: 43.85, lon: 10.5 + east / 100 },
  urgent,
})
const DEPOT = { lat: 43.85, lon: 10.5 }
const ordered = (stops: readonly ReturnType<typeof stop>[]): readonly number[] =>
  planOrder(
    stopsOf(
      stops.map(({ id }) => id),
      stops,
      DEPOT,
    ),
  )

describe('the order of several that are planned together', () => {
  it('is the round from the depot with the urgent ones first, and those without a place last', () => {
    const stops = [stop(1, null), stop(2, 3), stop(3, 5, true), stop(4, 1), stop(5, 2, true)]
    expect(ordered(stops)).toEqual([5, 3, 2, 4, 1])
  })

  it('goes by the ways that it is given, as the board does: a river with one bridge', () => {
    const stops = [stop(1, 1), stop(2, 2), stop(3, 3)]
    const toOrder = stopsOf([1, 2, 3] as TicketId[], stops, DEPOT)
    expect(pointsToOrder(toOrder)).toHaveLength(4)
    // From the depot only the farthest is reached, and only the nearest leads home.
    const far = (lon: number): boolean => lon > 10.5 + 0.025
    const seconds = (from: Point, to: Point): number => {
      if (from.lon === DEPOT.lon) return far(to.lon) ? 1 : 1000
      return to.lon !== DEPOT.lon ? 10 : far(from.lon) ? 1000 : 1
    }
    expect(planOrder(toOrder, seconds)).toEqual([3, 2, 1])
  })

  it('has the urgent ones first of however many', () => {
    const many = Array.from({ length: 300 }, (_, at) => stop(at, (at * 7) % 50, at === 299))
    expect(ordered(many).slice(0, 3)).toEqual([299, 0, 1])
    expect(ordered(many)).toHaveLength(300)
  })
})
