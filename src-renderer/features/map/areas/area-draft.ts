import type { AreaFields } from '@shared/contract/places'

export type AreaGeometry = AreaFields['geometry']
type Position = [number, number]
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
export const boxAround = ([lon, lat]: Position, halfLon: number, halfLat: number): AreaGeometry => {
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
