import type { MapPoint } from '@shared/contract/places'
import type { TicketId } from '@shared/kernel/ids'
import type { Bbox } from '@shared/places/geo'
import { PRIORITIES, TICKET_STATUSES } from '@shared/tickets/vocabulary'
import type { MapItem } from './clusters'

/** What the page asks of the thread; each question but the first is answered under its number. */
export type ClusterQuestion =
  | { readonly kind: 'load'; readonly packed: Float64Array<ArrayBuffer> }
  | { readonly kind: 'view'; readonly asked: number; readonly box: Bbox; readonly zoom: number }
  | { readonly kind: 'expand'; readonly asked: number; readonly clusterId: number }

/** A cluster's way in: the zoom at which it falls apart, or else the tickets that never do. */
export interface Expansion {
  readonly zoom: number | null
  readonly tickets: readonly TicketId[]
}
export interface ClusterAnswer {
  readonly asked: number
  readonly answer: readonly MapItem[] | Expansion
}

/** Numbers of one ticket: fifty thousand of them are handed over as one block instead of copied one by one. */
const WIDTH = 6
const NO_CATEGORY = -1

export const pack = (points: readonly MapPoint[]): Float64Array<ArrayBuffer> => {
  const packed = new Float64Array(points.length * WIDTH)
  for (const [at, [id, lon, lat, status, priority, category]] of points.entries())
    packed.set(
      [id, lon, lat, TICKET_STATUSES.indexOf(status), PRIORITIES.indexOf(priority), category ?? NO_CATEGORY],
      at * WIDTH,
    )
  return packed
}

export const unpack = (packed: Float64Array): MapPoint[] =>
  Array.from({ length: packed.length / WIDTH }, (_, at) => {
    const [id = 0, lon = 0, lat = 0, status = 0, priority = 0, category = NO_CATEGORY] = packed.subarray(
      at * WIDTH,
      (at + 1) * WIDTH,
    )
    return [
      id as TicketId,
      lon,
      lat,
      TICKET_STATUSES[status] ?? 'new',
      PRIORITIES[priority] ?? 'normal',
      category === NO_CATEGORY ? null : (category as MapPoint[5]),
    ]
  })
