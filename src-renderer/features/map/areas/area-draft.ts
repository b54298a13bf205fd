import type { AreaFields } from '@shared/contract/places'
import { areaFault } from '@shared/places/area-fault'
import { bboxOf, centroid, inArea, ringLiesIn, squareMetres } from '@shared/places/geo'

export type AreaGeometry = AreaFields['geometry']
export type DrawnPolygon = Extract<AreaGeometry, { type: 'Polygon' }>
export type Position = [number, number]
type Ring = Position[]
type Polygons = Ring[][]

const DIGITS = 1e7
const round = (degrees: number): number => Math.round(degrees * DIGITS) / DIGITS

const polygonsOf = (geometry: AreaGeometry): Polygons =>
  geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates

const geometryOf = (polygons: Polygons): AreaGeometry => {
  const [only, ...more] = polygons
  return more.length === 0 && only !== undefined
    ? { type: 'Polygon', coordinates: only }
    : { type: 'MultiPolygon', coordinates: polygons }
}

/** Of a whole area its corners in turn, ring after ring; the point that closes a ring is its first one. */
export const vertices = (geometry: AreaGeometry): Position[] =>
  polygonsOf(geometry).flatMap((rings) => rings.flatMap((ring) => ring.slice(0, -1)))

const closed = (open: Ring): Ring => {
  const [first] = open
  return first === undefined ? [] : [...open, [first[0], first[1]]]
}

/** The area with the ring that holds the corner `index` put anew; an empty one takes the ring away. */
const withRing = (
  geometry: AreaGeometry,
  index: number,
  change: (open: Ring, at: number, isOutline: boolean) => Ring,
): AreaGeometry => {
  let before = 0
  const polygons = polygonsOf(geometry).map((rings) =>
    rings
      .map((ring, which) => {
        const open = ring.slice(0, -1)
        const at = index - before
        before += open.length
        return at < 0 || at >= open.length ? ring : closed(change(open, at, which === 0))
      })
      .filter((ring) => ring.length > 0),
  )
  return geometryOf(polygons.filter((rings) => rings.length > 0))
}

export const moveVertex = (geometry: AreaGeometry, index: number, [lon, lat]: Position): AreaGeometry =>
  withRing(geometry, index, (open, at) => open.map((point, n) => (n === at ? [round(lon), round(lat)] : point)))

/** A corner more, halfway to the next one. */
export const addVertexAfter = (geometry: AreaGeometry, index: number): AreaGeometry =>
  withRing(geometry, index, (open, at) => {
    const [from, to] = [open[at], open[(at + 1) % open.length]]
    if (from === undefined || to === undefined) return open
    const middle: Position = [round((from[0] + to[0]) / 2), round((from[1] + to[1]) / 2)]
    return open.toSpliced(at + 1, 0, middle)
  })

/** A corner less; a hole of three goes whole, an outline of three stays. */
export const removeVertex = (geometry: AreaGeometry, index: number): AreaGeometry =>
  withRing(geometry, index, (open, at, isOutline) => {
    if (open.length > 3) return open.toSpliced(at, 1)
    return isOutline ? open : []
  })

/** A square to begin with, for whoever does not draw with the mouse. */
export const boxAround = ([lon, lat]: Position, halfLon: number, halfLat: number): DrawnPolygon => {
  const [west, south, east, north] = [lon - halfLon, lat - halfLat, lon + halfLon, lat + halfLat].map(round) as [
    number,
    number,
    number,
    number,
  ]
  return {
    type: 'Polygon',
    coordinates: [
      closed([
        [west, south],
        [east, south],
        [east, north],
        [west, north],
      ]),
    ],
  }
}

/** What was drawn, taken out of the area: a hole in that of its polygons in which it lies. */
export const cutHole = (geometry: AreaGeometry, { coordinates: [cut] }: DrawnPolygon): AreaGeometry => {
  if (cut === undefined) return geometry
  const polygons = polygonsOf(geometry)
  const found = polygons.findIndex(
    ([outline]) => outline && ringLiesIn(cut, { type: 'Polygon', coordinates: [outline] }),
  )
  return geometryOf(polygons.map((rings, at) => (at === Math.max(0, found) ? [...rings, cut] : rings)))
}

/** Of an area's height, from its middle on: where its inside is looked for. */
const HEIGHTS = [0.51, 0.31, 0.71, 0.16, 0.86, 0.06, 0.96] as const
const HALVINGS = 6

/** The middles of what an area covers at one latitude, the widest first. */
const middlesAt = (geometry: AreaGeometry, lat: number): Position[] => {
  const crossings = polygonsOf(geometry)
    .flat()
    .flatMap((ring) =>
      ring.slice(1).flatMap(([lon2, lat2], index) => {
        const [lon1, lat1] = ring[index] ?? [lon2, lat2]
        return lat1 > lat === lat2 > lat ? [] : [lon1 + ((lat - lat1) / (lat2 - lat1)) * (lon2 - lon1)]
      }),
    )
    .toSorted((a, b) => a - b)
  return crossings
    .flatMap((from, index) => (index % 2 === 0 ? [{ from, to: crossings[index + 1] ?? from }] : []))
    .toSorted((a, b) => b.to - b.from - (a.to - a.from))
    .map(({ from, to }): Position => [(from + to) / 2, lat])
}

/**
 * A square hole, for whoever does not draw with the mouse: near `at` where that is within the area, else where there is
 * room, and as large as fits. Where none fits it is cut all the same, and what is wrong with it is said.
 */
export const cutSquare = (geometry: AreaGeometry, at: Position): AreaGeometry => {
  const box = bboxOf(geometry)
  if (box === null) return geometry
  const [west, south, east, north] = box
  const middle = centroid(geometry)
  const spots: Position[] = [
    at,
    ...(middle ? [[middle.lon, middle.lat] as Position] : []),
    ...HEIGHTS.flatMap((height) => middlesAt(geometry, south + height * (north - south))),
  ]
  const inside = spots.filter(([lon, lat]) => inArea({ lon, lat }, geometry))
  for (let halving = 0; halving < HALVINGS; halving += 1)
    for (const spot of inside) {
      const half = 10 * 2 ** halving
      const cut = cutHole(geometry, boxAround(spot, (east - west) / half, (north - south) / half))
      if (areaFault(cut, box) === null) return cut
    }
  return cutHole(geometry, boxAround(at, (east - west) / 20, (north - south) / 20))
}

/** The surfaces of the holes, in square metres, in the order in which `withoutHole` counts them. */
export const holesOf = (geometry: AreaGeometry): number[] =>
  polygonsOf(geometry).flatMap(([, ...holes]) =>
    holes.map((hole) => squareMetres({ type: 'Polygon', coordinates: [hole] })),
  )

export const withoutHole = (geometry: AreaGeometry, hole: number): AreaGeometry => {
  let before = 0
  return geometryOf(
    polygonsOf(geometry).map(([outline = [], ...holes]) => {
      const at = hole - before
      before += holes.length
      return [outline, ...holes.filter((_, index) => index !== at)]
    }),
  )
}

/** What was drawn, step by step. */
export interface DraftHistory {
  readonly past: readonly AreaGeometry[]
  readonly now: AreaGeometry
  readonly future: readonly AreaGeometry[]
}

export const beginHistory = (now: AreaGeometry): DraftHistory => ({ past: [], now, future: [] })

export const step = (history: DraftHistory, next: AreaGeometry): DraftHistory =>
  JSON.stringify(next) === JSON.stringify(history.now)
    ? history
    : { past: [...history.past, history.now], now: next, future: [] }

export const stepBack = (history: DraftHistory): DraftHistory => {
  const before = history.past.at(-1)
  return before === undefined
    ? history
    : { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future] }
}

export const stepOn = (history: DraftHistory): DraftHistory => {
  const [next, ...rest] = history.future
  return next === undefined ? history : { past: [...history.past, history.now], now: next, future: rest }
}
