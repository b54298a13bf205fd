import type { MapPoint } from '@shared/contract/places'
import type { TicketId } from '@shared/kernel/ids'
import { type Bbox, inBbox } from '@shared/places/geo'

interface Corner {
  readonly lat: number
  readonly lng: number
}

const DIGITS = 6
const round = (degrees: number): number => Number(degrees.toFixed(DIGITS))

/** The rectangle between two corners, in whatever order they were drawn; to about ten centimetres. */
export const boxBetween = (a: Corner, b: Corner): [number, number, number, number] => [
  round(Math.min(a.lng, b.lng)),
  round(Math.min(a.lat, b.lat)),
  round(Math.max(a.lng, b.lng)),
  round(Math.max(a.lat, b.lat)),
]

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

export const ticketsInside = (points: readonly MapPoint[], box: Bbox): TicketId[] =>
  points.filter(([, lon, lat]) => inBbox({ lat, lon }, box)).map(([id]) => id)

/** Of those selected the ones that are still on the map: another desk may have closed or moved a ticket meanwhile. */
export const stillThere = (selected: ReadonlySet<TicketId>, points: readonly MapPoint[]): ReadonlySet<TicketId> => {
  if (selected.size === 0) return selected
  const kept = new Set(points.map(([id]) => id).filter((id) => selected.has(id)))
  return kept.size === selected.size ? selected : kept
}
