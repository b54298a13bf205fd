import Supercluster from 'supercluster'
import type { MapPoint } from '@shared/contract/places'
import type { TicketId } from '@shared/kernel/ids'
import { SeededRandom } from '@main/demo/seeded-random'
import { Clusters } from '@/features/map/clusters'
import { type Bench, inTurn, timeRow } from './bench'

const POINTS = 100_000
const SPAN = 0.2

/** Clusters of a hundred thousand tickets: what one pan or zoom asks, as the map's page asks it. */
export const map: Bench = async () => {
  const random = new SeededRandom(7)
  const points = Array.from({ length: POINTS }, (_, id): MapPoint => [
    (id + 1) as TicketId,
    10.48 + random.next() * SPAN,
    43.75 + random.next() * SPAN,
    'new',
    'normal',
    null,
  ])
  const clusters = new Clusters(points)
  const bare = new Supercluster({ radius: 60, maxZoom: 20, minPoints: 3 })
  bare.load(
    points.map(([id, lon, lat]) => ({
      type: 'Feature' as const,
      properties: { id },
      geometry: { type: 'Point' as const, coordinates: [lon, lat] },
    })),
  )
  const view = (round: number): [[number, number, number, number], number] => {
    const zoom = 11 + (round % 7)
    const half = SPAN / 2 ** (zoom - 10)
    const lon = 10.5 + (round % 13) * 0.01
    return [[lon - half, 43.84 - half, lon + half, 43.84 + half], zoom]
  }
  const timed = await inTurn(
    140,
    (round) => clusters.inView(...view(round)),
    (round) => bare.getClusters(...view(round)),
  )
  return [
    timeRow('map: clusters of a view at 100,000 tickets, against supercluster alone', POINTS, timed, 1.5, {
      p95Below: 33,
    }),
  ]
}
