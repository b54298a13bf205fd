import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Point, metresBetween } from '@shared/places/geo'
import { type FlatLine, coarser, traceStreet } from '@shared/places/street-trace'

const DEGREE = 111_195
const SHRINK = Math.cos((43.84 * Math.PI) / 180)
/** So many metres east and north of the middle of a town. */
const at = (east: number, north: number): Point => ({
  lat: 43.84 + north / DEGREE,
  lon: 10.57 + east / DEGREE / SHRINK,
})
/** Houses on both sides of a straight street that runs east, a door every 14 metres a side. */
const bothSides = (from: number, to: number, north = 0): Point[] => {
  const doors: Point[] = []
  for (let east = from; east <= to; east += 14) doors.push(at(east, north + 8), at(east + 5, north - 8))
  return doors
}
const pointsOf = (line: FlatLine): Point[] =>
  Array.from({ length: line.length / 2 }, (_, n) => ({ lon: line[2 * n] ?? 0, lat: line[2 * n + 1] ?? 0 }))
const metresOf = (line: FlatLine): number => {
  const points = pointsOf(line)
  return points.slice(1).reduce((sum, point, n) => sum + metresBetween(points[n] ?? point, point), 0)
}
const northOf = ({ lat }: Point): number => (lat - 43.84) * DEGREE

describe('a street by its houses', () => {
  it('runs along the middle between both sides', () => {
    const [line, ...more] = traceStreet(bothSides(0, 700))
    expect(more).toEqual([])
    expect(metresOf(line ?? [])).toBeGreaterThan(640)
    expect(metresOf(line ?? [])).toBeLessThan(780)
    for (const point of pointsOf(line ?? [])) expect(Math.abs(northOf(point))).toBeLessThan(8)
  })

  it('branches where its houses do', () => {
    const up = Array.from({ length: 20 }, (_, n) => at(350, 20 + n * 15))
    const lines = traceStreet([...bothSides(0, 700), ...up])
    expect(lines).toHaveLength(3)
    const ends = lines.flatMap((line) => [pointsOf(line)[0], pointsOf(line).at(-1)])
    expect(ends.some((end) => end !== undefined && northOf(end) > 280)).toBe(true)
  })

  it('is not joined over a gap that nobody knows', () => {
    const lines = traceStreet([...bothSides(0, 200), ...bothSides(900, 1100)])
    expect(lines).toHaveLength(2)
    for (const line of lines) expect(metresOf(line)).toBeLessThan(260)
  })

  it('has no teeth where a house is set back', () => {
    expect(traceStreet([...bothSides(0, 400), at(203, 42)])).toHaveLength(1)
  })

  it('is one point where a house stands alone, and nothing without houses', () => {
    expect(traceStreet([at(0, 0), at(3, 4)])).toEqual([[expect.closeTo(10.57, 4), expect.closeTo(43.84, 4)]])
    expect(traceStreet([])).toEqual([])
  })

  it('never leaves the box of its houses, wherever they are', () => {
    const metres = fc.integer({ min: -2000, max: 2000 })
    fc.assert(
      fc.property(fc.array(fc.tuple(metres, metres), { minLength: 1, maxLength: 60 }), (spots) => {
        const doors = spots.map(([east, north]) => at(east, north))
        const [lats, lons] = [doors.map(({ lat }) => lat), doors.map(({ lon }) => lon)]
        for (const { lat, lon } of traceStreet(doors).flatMap(pointsOf)) {
          expect(lat).toBeGreaterThanOrEqual(Math.min(...lats) - 1e-6)
          expect(lat).toBeLessThanOrEqual(Math.max(...lats) + 1e-6)
          expect(lon).toBeGreaterThanOrEqual(Math.min(...lons) - 1e-6)
          expect(lon).toBeLessThanOrEqual(Math.max(...lons) + 1e-6)
        }
      }),
    )
  })
})

describe('a coarser line', () => {
  it('keeps its ends and the corners that matter', () => {
    const line = [0, 0, 1, 0.01, 2, -0.01, 3, 0, 3, 3]
    expect(coarser(line, 0.1)).toEqual([0, 0, 3, 0, 3, 3])
    expect(coarser(line, 0.001)).toEqual(line)
    expect(coarser([0, 0, 1, 1], 5)).toEqual([0, 0, 1, 1])
  })
})
