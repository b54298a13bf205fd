/** Degrees, WGS84. */
export interface Point {
  readonly lat: number
  readonly lon: number
}

/** West, south, east, north, in degrees (as in GeoJSON). */
export type Bbox = readonly [west: number, south: number, east: number, north: number]

type Ring = readonly (readonly number[])[]

/** A GeoJSON geometry: rings of [longitude, latitude], the outline first and its holes after it. */
export type Area =
  | { readonly type: 'Polygon'; readonly coordinates: readonly Ring[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly Ring[])[] }

/** Mean radius of the earth in metres (IUGG). */
const EARTH_RADIUS = 6_371_008.8
const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** On the globe and not 0,0, which in every source that we know means that nobody knew. */
export const isPosition = (point: Point): boolean =>
  Number.isFinite(point.lat) &&
  Number.isFinite(point.lon) &&
  Math.abs(point.lat) <= 90 &&
  Math.abs(point.lon) <= 180 &&
  !(point.lat === 0 && point.lon === 0)

/** Metres along the surface (haversine; right to half a percent). */
export const metresBetween = (a: Point, b: Point): number => {
  const dLat = radians(b.lat - a.lat)
  const dLon = radians(b.lon - a.lon)
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLon / 2) ** 2
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** Edges belong to it. */
export const inBbox = (point: Point, [west, south, east, north]: Bbox): boolean =>
  point.lon >= west && point.lon <= east && point.lat >= south && point.lat <= north

/** Whether a rectangle lies whole in another one. */
export const holds = (outer: Bbox, inner: Bbox): boolean =>
  outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3]

/** What two rectangles share; null when nothing. */
export const overlap = (a: Bbox, b: Bbox): [number, number, number, number] | null => {
  const box: [number, number, number, number] = [
    Math.max(a[0], b[0]),
    Math.max(a[1], b[1]),
    Math.min(a[2], b[2]),
    Math.min(a[3], b[3]),
  ]
  return box[0] <= box[2] && box[1] <= box[3] ? box : null
}

/** A box that holds every point within `metres` of a centre: what an index is asked before distances are measured. */
export const bboxAround = (centre: Point, metres: number): Bbox => {
  const dLat = (metres / EARTH_RADIUS) * (180 / Math.PI)
  // Near a pole a metre is worth many degrees of longitude; the box may then take all of them.
  const dLon = Math.min(180, dLat / Math.max(1e-9, Math.cos(radians(Math.min(90, Math.abs(centre.lat) + dLat)))))
  return [centre.lon - dLon, centre.lat - dLat, centre.lon + dLon, centre.lat + dLat]
}

export const polygonsOf = (area: Area): readonly (readonly Ring[])[] =>
  area.type === 'Polygon' ? [area.coordinates] : area.coordinates

/** Ray casting: an odd number of crossings to the east means inside. Works on open and closed rings. */
const inRing = ({ lat, lon }: Point, ring: Ring): boolean => {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [x1 = 0, y1 = 0] = ring[i] ?? []
    const [x2 = 0, y2 = 0] = ring[j] ?? []
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside
  }
  return inside
}

/** Inside the outline of one of its polygons and in none of that polygon's holes. On an edge: either. */
export const inArea = (point: Point, area: Area): boolean =>
  polygonsOf(area).some(
    ([outline, ...holes]) =>
      outline !== undefined && inRing(point, outline) && !holes.some((hole) => inRing(point, hole)),
  )

/** Of a ring at most so many points are looked at. */
const MOST_LOOKED_AT = 64

/**
 * Whether a ring that crosses no side of an area lies in it. Most of its corners and the middles of its sides are to be
 * inside: some of them may lie on a border that both share, and such a point tells nothing.
 */
export const ringLiesIn = (ring: Ring, area: Area): boolean => {
  const corners = ring.slice(1)
  const stride = Math.ceil(corners.length / MOST_LOOKED_AT)
  let [inside, all] = [0, 0]
  for (let at = 0; at < corners.length; at += stride) {
    const [[lon1 = 0, lat1 = 0] = [], [lon2 = 0, lat2 = 0] = []] = [ring[at], corners[at]]
    for (const point of [
      { lon: lon2, lat: lat2 },
      { lon: (lon1 + lon2) / 2, lat: (lat1 + lat2) / 2 },
    ]) {
      all += 1
      if (inArea(point, area)) inside += 1
    }
  }
  return inside * 2 > all
}

/** Null for an area without points. */
export const bboxOf = (area: Area): Bbox | null => {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const polygon of polygonsOf(area)) {
    for (const [lon = 0, lat = 0] of polygon[0] ?? []) {
      west = Math.min(west, lon)
      east = Math.max(east, lon)
      south = Math.min(south, lat)
      north = Math.max(north, lat)
    }
  }
  return west <= east ? [west, south, east, north] : null
}

/** Twice the signed surface of a ring and the sums for its centre, measured from `origin` for precision. */
const ringMoments = (ring: Ring, [x0, y0]: readonly [number, number]): readonly [number, number, number] => {
  let [surface, x, y] = [0, 0, 0]
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [x1, y1] = [(ring[j]?.[0] ?? 0) - x0, (ring[j]?.[1] ?? 0) - y0]
    const [x2, y2] = [(ring[i]?.[0] ?? 0) - x0, (ring[i]?.[1] ?? 0) - y0]
    const cross = x1 * y2 - x2 * y1
    surface += cross
    x += (x1 + x2) * cross
    y += (y1 + y2) * cross
  }
  return [surface, x, y]
}

/** The centre of gravity, holes taken out (it may lie outside a bent area); of a line or a point, its box's middle. */
export const centroid = (area: Area): Point | null => {
  const box = bboxOf(area)
  if (!box) return null
  const origin: readonly [number, number] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]
  let [surface, x, y] = [0, 0, 0]
  for (const rings of polygonsOf(area)) {
    rings.forEach((ring, index) => {
      const [ringSurface, ringX, ringY] = ringMoments(ring, origin)
      // Files do not keep to the right-hand rule: the outline counts as positive, holes as negative.
      const sign = Math.sign(ringSurface) * (index === 0 ? 1 : -1)
      surface += sign * ringSurface
      x += sign * ringX
      y += sign * ringY
    })
  }
  return surface > 0
    ? { lon: origin[0] + x / (3 * surface), lat: origin[1] + y / (3 * surface) }
    : { lon: origin[0], lat: origin[1] }
}

/** The surface of an area, holes taken out; the earth counts as flat over a town. */
export const squareMetres = (area: Area): number => {
  const box = bboxOf(area)
  if (!box) return 0
  const origin: readonly [number, number] = [box[0], box[1]]
  const across = Math.cos(radians((box[1] + box[3]) / 2))
  const square = (EARTH_RADIUS * Math.PI) / 180
  let degrees = 0
  for (const rings of polygonsOf(area))
    for (const [index, ring] of rings.entries())
      degrees += Math.abs(ringMoments(ring, origin)[0] / 2) * (index === 0 ? 1 : -1)
  return Math.max(0, degrees * square * square * across)
}
