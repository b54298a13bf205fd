import Supercluster from 'supercluster'
import { SeededRandom } from '@main/demo/seeded-random'
import { type Bench, inTurn, timeRow } from './bench'

const POINTS = 100_000
const SPAN = 0.2

/** Clusters of a hundred thousand tickets: what one pan or zoom asks, with the marks that it must draw made ready. */
export const map: Bench = async () => {
  const random = new SeededRandom(7)
  const index = new Supercluster({ radius: 60, maxZoom: 16 })
  index.load(
    Array.from({ length: POINTS }, (_, id) => ({
      type: 'Feature' as const,
      properties: { id },
      geometry: { type: 'Point' as const, coordinates: [10.48 + random.next() * SPAN, 43.75 + random.next() * SPAN] },
    })),
  )
  const view = (round: number): [[number, number, number, number], number] => {
    const zoom = 11 + (round % 7)
    const half = SPAN / 2 ** (zoom - 10)
    const lon = 10.5 + (round % 13) * 0.01
    return [[lon - half, 43.84 - half, lon + half, 43.84 + half], zoom]
  }
  const marks = (round: number): number => {
    const [bbox, zoom] = view(round)
    return index
      .getClusters(bbox, zoom)
      .map(({ geometry, properties }) => ({ ...properties, at: geometry.coordinates })).length
  }
  const timed = await inTurn(140, marks, (round) => {
    const [bbox, zoom] = view(round)
    return index.getClusters(bbox, zoom)
  })
  return [
    timeRow('map: marks of a view at 100,000 tickets, against supercluster alone', POINTS, timed, 1.5, {
      p95Below: 33,
    }),
  ]
}
