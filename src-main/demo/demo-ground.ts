import type { SeededRandom } from './seeded-random'

type Point = readonly [lon: number, lat: number]
type Box = readonly [west: number, south: number, east: number, north: number]

const CORNERS = 120
/** How much of the box the town fills, and how far its edge strays from an oval. */
const REACH = 0.9
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5))

/** A boundary as hills and brooks would draw it: an oval with a few long bends and a little roughness. */
export const demoBoundary = ([west, south, east, north]: Box, random: SeededRandom): Point[] => {
  const bends = [3, 5, 8].map((waves) => ({ waves, size: 0.09 / waves, shift: random.next() * 2 * Math.PI }))
  const ring = Array.from({ length: CORNERS }, (_, corner): Point => {
    const angle = (corner / CORNERS) * 2 * Math.PI
    const bend = bends.reduce((sum, { waves, size, shift }) => sum + Math.sin(angle * waves + shift) * size, 0)
    const reach = REACH + bend + (random.next() - 0.5) * 0.012
    return [
      (west + east) / 2 + (Math.cos(angle) * reach * (east - west)) / 2,
      (south + north) / 2 + (Math.sin(angle) * reach * (north - south)) / 2,
    ]
  })
  const [first] = ring
  return first ? [...ring, first] : ring
}

/** Where the `index`th of `count` districts lies: spread evenly inside the boundary, and never quite regularly. */
export const demoCentre = (
  [west, south, east, north]: Box,
  index: number,
  count: number,
  random: SeededRandom,
): { lat: number; lon: number } => {
  const reach = 0.78 * Math.sqrt((index + 0.5) / count) + (random.next() - 0.5) * 0.06
  const angle = index * GOLDEN_ANGLE + (random.next() - 0.5) * 0.3
  return {
    lon: (west + east) / 2 + (Math.cos(angle) * reach * (east - west)) / 2,
    lat: (south + north) / 2 + (Math.sin(angle) * reach * (north - south)) / 2,
  }
}

/** The part of a ring that lies nearer to `own` than to `other` (Sutherland and Hodgman's cut along one line). */
const nearerTo = (ring: readonly Point[], own: Point, other: Point): Point[] => {
  const middle: Point = [(own[0] + other[0]) / 2, (own[1] + other[1]) / 2]
  const side = ([x, y]: Point): number => (x - middle[0]) * (own[0] - other[0]) + (y - middle[1]) * (own[1] - other[1])
  return ring.flatMap((from, index): Point[] => {
    const to = ring[(index + 1) % ring.length] ?? from
    const [a, b] = [side(from), side(to)]
    const kept: Point[] = a >= 0 ? [from] : []
    if (a >= 0 !== b >= 0) {
      const part = a / (a - b)
      kept.push([from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part])
    }
    return kept
  })
}

/** Each district's ground: what lies nearer to its centre than to any other, inside the boundary. */
export const demoDistrictRing = (boundary: readonly Point[], own: Point, others: readonly Point[]): Point[] => {
  const ring = others.reduce((left, other) => nearerTo(left, own, other), boundary.slice(0, -1))
  const [first] = ring
  return first ? [...ring, first] : ring
}
