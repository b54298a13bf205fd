import type { Area, Point } from './geo'

const METRES_A_DEGREE = 111_195

const ringsOf = (area: Area) => (area.type === 'Polygon' ? area.coordinates : area.coordinates.flat())

export interface NearestBorder {
  readonly metres: number
  /** The point of the border that is nearest. */
  readonly at: Point
}

/**
 * The point of an area's border, holes included, that lies nearest to a point; null for an area without sides. The
 * earth counts as flat over the few kilometres that this is asked for.
 */
export const nearestBorder = (point: Point, area: Area): NearestBorder | null => {
  const across = Math.cos((point.lat * Math.PI) / 180) || 1e-9
  let [best, bestX, bestY] = [Infinity, 0, 0]
  for (const ring of ringsOf(area)) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const x1 = ((ring[j]?.[0] ?? 0) - point.lon) * across
      const y1 = (ring[j]?.[1] ?? 0) - point.lat
      const dx = ((ring[i]?.[0] ?? 0) - point.lon) * across - x1
      const dy = (ring[i]?.[1] ?? 0) - point.lat - y1
      const length = dx * dx + dy * dy
      const along = length === 0 ? 0 : Math.min(1, Math.max(0, -(x1 * dx + y1 * dy) / length))
      const [x, y] = [x1 + along * dx, y1 + along * dy]
      const distance = x * x + y * y
      if (distance < best) [best, bestX, bestY] = [distance, x, y]
    }
  }
  if (best === Infinity) return null
  return {
    metres: Math.sqrt(best) * METRES_A_DEGREE,
    at: { lat: point.lat + bestY, lon: point.lon + bestX / across },
  }
}

/** The point so many metres from another; `bearing` in degrees, 0 is east, counted to the north. */
export const pointAway = (point: Point, metres: number, bearing: number): Point => {
  const across = Math.cos((point.lat * Math.PI) / 180) || 1e-9
  const angle = (bearing * Math.PI) / 180
  const degrees = metres / METRES_A_DEGREE
  return { lat: point.lat + degrees * Math.sin(angle), lon: point.lon + (degrees * Math.cos(angle)) / across }
}

/** From `point` through `border` and so many metres beyond it: the other side of that border. */
export const beyond = (point: Point, border: Point, metres: number): Point => {
  const across = Math.cos((point.lat * Math.PI) / 180) || 1e-9
  const [dx, dy] = [(border.lon - point.lon) * across, border.lat - point.lat]
  const length = Math.hypot(dx, dy)
  if (length === 0) return border
  const more = 1 + metres / METRES_A_DEGREE / length
  return { lat: point.lat + dy * more, lon: point.lon + (dx * more) / across }
}
