import type { SeededRandom } from './seeded-random'

type Point = readonly [lon: number, lat: number]
type Box = readonly [west: number, south: number, east: number, north: number]

const CORNERS = 120
/** How much of the box the town fills. */
const REACH = 0.94
/** Between an oval (2) and the box itself. */
const SQUARENESS = 2.6
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5))

/** A boundary as hills and brooks would draw it: a squarish oval with a few long bends and a little roughness. */
export const demoBoundary = ([west, south, east, north]: Box, random: SeededRandom): Point[] => {
  const bends = [3, 5, 8].map((waves) => ({ waves, size: 0.09 / waves, shift: random.next() * 2 * Math.PI }))
  const ring = Array.from({ length: CORNERS }, (_, corner): Point => {
    const angle = (corner / CORNERS) * 2 * Math.PI
    const bend = bends.reduce((sum, { waves, size, shift }) => sum + Math.sin(angle * waves + shift) * size, 0)
    const [across, up] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))]
    const oval = (across ** SQUARENESS + up ** SQUARENESS) ** (-1 / SQUARENESS)
    const reach = REACH * oval + bend + (random.next() - 0.5) * 0.012
    return [
      (west + east) / 2 + (Math.cos(angle) * reach * (east - west)) / 2,
      (south + north) / 2 + (Math.sin(angle) * reach * (north - south)) / 2,
    ]
  })
  const [first] = ring
  return first ? [...ring, first] : ring
}

/** Where the districts that ship lie, to about a kilometre: `[lat, lon]`. */
const PLACES: Readonly<Record<string, readonly [number, number]>> = {
  'Badia di Cantignano': [43.7985, 10.5285],
  Camigliano: [43.8815, 10.606],
  Capannori: [43.8425, 10.5735],
  Carraia: [43.829, 10.56],
  'Castelvecchio di Compito': [43.7855, 10.599],
  'Colle di Compito': [43.7935, 10.613],
  'Colognora di Compito': [43.779, 10.605],
  Coselli: [43.8065, 10.537],
  Gragnano: [43.869, 10.619],
  Guamo: [43.8095, 10.517],
  Lammari: [43.8655, 10.561],
  Lappato: [43.877, 10.629],
  Lunata: [43.8535, 10.553],
  Marlia: [43.887, 10.55],
  'Massa Macinaia': [43.802, 10.55],
  Matraia: [43.913, 10.566],
  Paganico: [43.8335, 10.59],
  Parezzana: [43.833, 10.542],
  Petrognano: [43.889, 10.636],
  'Pieve di Compito': [43.784, 10.585],
  'Pieve San Paolo': [43.842, 10.548],
  Ruota: [43.768, 10.59],
  'San Colombano': [43.88, 10.585],
  'San Gennaro': [43.896, 10.628],
  'San Ginese di Compito': [43.801, 10.593],
  'San Giusto di Compito': [43.793, 10.572],
  'San Leonardo in Treponzio': [43.808, 10.572],
  'San Martino in Colle': [43.856, 10.64],
  'San Pietro a Marcigliano': [43.9, 10.556],
  "Sant'Andrea di Compito": [43.774, 10.573],
  "Sant'Andrea in Caprile": [43.92, 10.589],
  'Santa Margherita': [43.849, 10.595],
  'Segromigno in Monte': [43.896, 10.589],
  'Segromigno in Piano': [43.8775, 10.572],
  Tassignano: [43.835, 10.569],
  Tofori: [43.896, 10.614],
  Toringo: [43.821, 10.548],
  Valgiano: [43.906, 10.596],
  Verciano: [43.823, 10.53],
  Vorno: [43.787, 10.513],
}

/** Where a district lies; one that is not known, spread evenly with the others as the `index`th of `count`. */
export const demoCentre = (
  name: string,
  [west, south, east, north]: Box,
  index: number,
  count: number,
): { lat: number; lon: number } => {
  const [lat, lon] = PLACES[name] ?? []
  if (lat !== undefined && lon !== undefined) return { lat, lon }
  const reach = 0.78 * Math.sqrt((index + 0.5) / count)
  const angle = index * GOLDEN_ANGLE
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
