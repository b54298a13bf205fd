import type { MapPoint } from '@shared/contract/places'
import type { TicketId } from '@shared/kernel/ids'
import { type Area, inArea, inBbox } from '@shared/places/geo'

interface Corner {
  readonly lat: number
  readonly lng: number
}
export type Box = [number, number, number, number]

/** What was drawn to choose tickets with; the box is what holds it. */
export type Drawn =
  | { readonly kind: 'rectangle'; readonly box: Box }
  | { readonly kind: 'freehand'; readonly box: Box; readonly area: Area & { readonly type: 'Polygon' } }

const DIGITS = 6
const round = (degrees: number): number => Number(degrees.toFixed(DIGITS))

/** The rectangle between two corners, in whatever order they were drawn; to about ten centimetres. */
export const boxBetween = (a: Corner, b: Corner): Box => [
  round(Math.min(a.lng, b.lng)),
  round(Math.min(a.lat, b.lat)),
  round(Math.max(a.lng, b.lng)),
  round(Math.max(a.lat, b.lat)),
]

/** A line drawn by hand, closed by its own beginning. */
export const freehand = (line: readonly Corner[]): Drawn => {
  const ring = line.map(({ lat, lng }) => [round(lng), round(lat)])
  const [lons, lats] = [ring.map(([lon = 0]) => lon), ring.map(([, lat = 0]) => lat)]
  return {
    kind: 'freehand',
    box: [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)],
    area: { type: 'Polygon', coordinates: [ring] },
  }
}

export const rectangle = (box: Box): Drawn => ({ kind: 'rectangle', box })

export const ticketsInside = (points: readonly MapPoint[], drawn: Drawn): TicketId[] =>
  points
    .filter(([, lon, lat]) => {
      const at = { lat, lon }
      return inBbox(at, drawn.box) && (drawn.kind === 'rectangle' || inArea(at, drawn.area))
    })
    .map(([id]) => id)

/** Of those selected the ones that are still on the map: another desk may have closed or moved a ticket meanwhile. */
export const stillThere = (selected: ReadonlySet<TicketId>, points: readonly MapPoint[]): ReadonlySet<TicketId> => {
  if (selected.size === 0) return selected
  const kept = new Set(points.map(([id]) => id).filter((id) => selected.has(id)))
  return kept.size === selected.size ? selected : kept
}
