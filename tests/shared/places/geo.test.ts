import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bboxAround,
  bboxOf,
  centroid,
  inArea,
  inBbox,
  isPosition,
  metresBetween,
  type Area,
  type Point,
} from '@shared/places/geo'

const square = (west: number, south: number, size: number): number[][] => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
]
/** A town with a foreign island in it. */
const town: Area = { type: 'Polygon', coordinates: [square(10, 43, 1), square(10.4, 43.4, 0.2)] }
/** Two hamlets apart. */
const hamlets: Area = { type: 'MultiPolygon', coordinates: [[square(10, 43, 1)], [square(12, 43, 1).reverse()]] }
const at = (lat: number, lon: number): Point => ({ lat, lon })
const nearTown = fc.record({
  lat: fc.double({ min: 42, max: 45, noNaN: true }),
  lon: fc.double({ min: 9, max: 12, noNaN: true }),
})

describe('points', () => {
  it('are no position at 0,0 or off the globe', () => {
    expect(isPosition(at(43.84, 10.57))).toBe(true)
    expect(isPosition(at(0, 0))).toBe(false)
    expect(isPosition(at(0, 10))).toBe(true)
    expect(isPosition(at(Number.NaN, 10))).toBe(false)
    expect(isPosition(at(4_855_000, 625_000))).toBe(false)
  })

  it('lie as far apart as the map says', () => {
    expect(metresBetween(at(43.84, 10.57), at(43.84, 10.57))).toBe(0)
    // One minute of latitude is a nautical mile, about.
    expect(metresBetween(at(43, 10), at(43 + 1 / 60, 10))).toBeCloseTo(1853, 0)
    // Lucca to Florence, cathedral to cathedral.
    expect(metresBetween(at(43.8406, 10.5057), at(43.7731, 11.256))).toBeGreaterThan(60_000)
    expect(metresBetween(at(43.8406, 10.5057), at(43.7731, 11.256))).toBeLessThan(61_500)
    expect(metresBetween(at(0, 179.999), at(0, -179.999))).toBeLessThan(300)
  })

  it('near a centre all lie in the box around it', () => {
    fc.assert(
      fc.property(nearTown, nearTown, (centre, point) => {
        const distance = metresBetween(centre, point)
        expect(inBbox(point, bboxAround(centre, distance * 1.0001 + 0.01))).toBe(true)
      }),
    )
  })
})

describe('areas', () => {
  it('hold what lies inside, not what lies in a hole', () => {
    expect(inArea(at(43.1, 10.1), town)).toBe(true)
    expect(inArea(at(43.5, 10.5), town)).toBe(false)
    expect(inArea(at(44.5, 10.5), town)).toBe(false)
    expect(inArea(at(43.5, 12.5), hamlets)).toBe(true)
    expect(inArea(at(43.5, 11.5), hamlets)).toBe(false)
  })

  it('agree with the square’s own rule for every point', () => {
    fc.assert(
      fc.property(nearTown, (point) => {
        const strictly = (from: number, size: number, value: number) => value > from && value < from + size
        const inside = strictly(10, 1, point.lon) && strictly(43, 1, point.lat)
        const inHole = point.lon >= 10.4 && point.lon <= 10.6 && point.lat >= 43.4 && point.lat <= 43.6
        const onEdge = [10, 11, 10.4, 10.6].includes(point.lon) || [43, 44, 43.4, 43.6].includes(point.lat)
        fc.pre(!onEdge)
        expect(inArea(point, town)).toBe(inside && !inHole)
      }),
    )
  })

  it('have a box and a middle, whichever way round they were drawn', () => {
    expect(bboxOf(hamlets)).toEqual([10, 43, 13, 44])
    expect(centroid(hamlets)?.lon).toBeCloseTo(11.5, 9)
    expect(centroid(town)).toEqual({ lon: expect.closeTo(10.5, 9), lat: expect.closeTo(43.5, 9) })
    const offCentre: Area = { type: 'Polygon', coordinates: [square(10, 43, 1), square(10.5, 43.5, 0.5)] }
    expect(centroid(offCentre)?.lon).toBeLessThan(10.5)
  })

  it('survive having no surface or no points at all', () => {
    expect(bboxOf({ type: 'MultiPolygon', coordinates: [] })).toBeNull()
    expect(centroid({ type: 'Polygon', coordinates: [] })).toBeNull()
    expect(
      centroid({
        type: 'Polygon',
        coordinates: [
          [
            [10, 43],
            [12, 43],
            [10, 43],
          ],
        ],
      }),
    ).toEqual({ lon: 11, lat: 43 })
    expect(inArea(at(43, 10), { type: 'Polygon', coordinates: [] })).toBe(false)
  })
})
