import Supercluster from 'supercluster'
import type { MapCell, MapPoint } from '@shared/contract/places'
import type { TicketId } from '@shared/kernel/ids'
import type { Bbox } from '@shared/places/geo'

/** The closest zoom of the map; clusters hold one zoom longer, so that tickets of one address never hide each other. */
export const MAX_ZOOM = 19

interface Leaf {
  readonly point: MapPoint
}
interface Tally {
  urgent: number
}

export type MapItem =
  | { readonly kind: 'pin'; readonly point: MapPoint }
  | {
      readonly kind: 'cluster'
      readonly id: number
      readonly lat: number
      readonly lon: number
      readonly count: number
      readonly hasUrgent: boolean
    }
  /** Gathered by the engine, where there are too many tickets to send. */
  | {
      readonly kind: 'cell'
      readonly lat: number
      readonly lon: number
      readonly count: number
      readonly hasUrgent: boolean
    }

export const cellItem = ([lon, lat, count, urgent]: MapCell): MapItem => ({
  kind: 'cell',
  lat,
  lon,
  count,
  hasUrgent: urgent > 0,
})

/** Tickets gathered by how close they lie at each zoom; built anew for each answer of the engine. */
export class Clusters {
  readonly #index = new Supercluster<Leaf, Tally>({
    radius: 60,
    maxZoom: MAX_ZOOM + 1,
    minPoints: 3,
    map: ({ point }) => ({ urgent: point[4] === 'urgent' ? 1 : 0 }),
    reduce: (sum, part) => {
      sum.urgent += part.urgent
    },
  })

  constructor(points: readonly MapPoint[]) {
    this.#index.load(
      points.map((point) => ({
        type: 'Feature',
        properties: { point },
        geometry: { type: 'Point', coordinates: [point[1], point[2]] },
      })),
    )
  }

  /** What is drawn in a box at a zoom: a few hundred at most, however many tickets there are. */
  inView([west, south, east, north]: Bbox, zoom: number): MapItem[] {
    return this.#index.getClusters([west, south, east, north], Math.floor(zoom)).map(({ properties, geometry }) => {
      if (!('cluster' in properties)) return { kind: 'pin', point: properties.point }
      const [lon = 0, lat = 0] = geometry.coordinates
      return {
        kind: 'cluster',
        id: properties.cluster_id,
        lat,
        lon,
        count: properties.point_count,
        hasUrgent: properties.urgent > 0,
      }
    })
  }

  /** The zoom at which a cluster falls apart; null when its tickets lie too close for any. */
  expansionZoom(clusterId: number): number | null {
    const zoom = this.#index.getClusterExpansionZoom(clusterId)
    return zoom > MAX_ZOOM ? null : zoom
  }

  ticketsOf(clusterId: number): TicketId[] {
    return this.#index.getLeaves(clusterId, Infinity).map((leaf) => leaf.properties.point[0])
  }
}
