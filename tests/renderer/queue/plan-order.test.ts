import { describe, expect, it } from 'vitest'
import type { TicketId } from '@shared/kernel/ids'
import { planOrder } from '@/features/queue/plan-order'

/** Stops on a road to the east, so many hundredths of a degree from the depot. */
const stop = (id: number, east: number | null, urgent = false) => ({
  id: id as TicketId,
  point: east === null ? null : { lat: 43.85, lon: 10.5 + east / 100 },
  urgent,
})
const DEPOT = { lat: 43.85, lon: 10.5 }
const ordered = (stops: readonly ReturnType<typeof stop>[]): readonly number[] =>
  planOrder(
    stops.map(({ id }) => id),
    stops,
    DEPOT,
  )

describe('the order of several that are planned together', () => {
  it('is the round from the depot with the urgent ones first, and those without a place last', () => {
    const stops = [stop(1, null), stop(2, 3), stop(3, 5, true), stop(4, 1), stop(5, 2, true)]
    expect(ordered(stops)).toEqual([5, 3, 2, 4, 1])
  })

  it('has the urgent ones first of however many', () => {
    const many = Array.from({ length: 300 }, (_, at) => stop(at, (at * 7) % 50, at === 299))
    expect(ordered(many).slice(0, 3)).toEqual([299, 0, 1])
    expect(ordered(many)).toHaveLength(300)
  })
})
