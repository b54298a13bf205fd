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

export const ticketsInside = (points: readonly MapPoint[], box: Bbox): TicketId[] =>
  points.filter(([, lon, lat]) => inBbox({ lat, lon }, box)).map(([id]) => id)

/** Of those selected the ones that are still on the map: another desk may have closed or moved a ticket meanwhile. */
export const stillThere = (selected: ReadonlySet<TicketId>, points: readonly MapPoint[]): ReadonlySet<TicketId> => {
  if (selected.size === 0) return selected
  const kept = new Set(points.map(([id]) => id).filter((id) => selected.has(id)))
  return kept.size === selected.size ? selected : kept
}
