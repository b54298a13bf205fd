import { SeededRandom } from '@main/demo/seeded-random'
import { type RoundStop, roundLength, shortestRound } from '@shared/crews/round'
import { type Point, metresBetween } from '@shared/places/geo'
import { type Bench, type Row, median } from './bench'

const DEPOT: Point = { lat: 43.85, lon: 10.57 }
const DAYS = 12

const orders = (list: readonly Point[]): Point[][] =>
  list.length <= 1
    ? [[...list]]
    : list.flatMap((one, index) => orders(list.toSpliced(index, 1)).map((rest) => [one, ...rest]))
const optimum = (points: readonly Point[]): number =>
  orders(points).reduce((best, order) => Math.min(best, roundLength(order, DEPOT)), Infinity)

/** What a person does by eye: from where the van stands to whatever is nearest. */
const nearest = (points: readonly Point[]): number => {
  const left = [...points]
  const order: Point[] = []
  while (left.length > 0) {
    const here = order.at(-1) ?? DEPOT
    const next = left.reduce((near, point) => (metresBetween(here, point) < metresBetween(here, near) ? point : near))
    order.push(...left.splice(left.indexOf(next), 1))
  }
  return roundLength(order, DEPOT)
}

const row = (
  name: string,
  stops: number,
  limitOf: (points: readonly Point[]) => number,
  most: number,
  goal: string,
): Row => {
  const random = new SeededRandom(stops)
  const days = Array.from({ length: DAYS }, () =>
    Array.from({ length: stops }, () => ({ lat: 43.76 + random.next() * 0.17, lon: 10.49 + random.next() * 0.16 })),
  )
  const proposed = days.map(
    (points) =>
      shortestRound(
        points.map((point, id): RoundStop<number> => ({ id, point, urgent: false })),
        DEPOT,
      ).length / 1000,
  )
  const limits = days.map((points) => limitOf(points) / 1000)
  const ratios = proposed.map((length, day) => length / (limits[day] ?? 1))
  const worst = Math.max(...ratios)
  return {
    name,
    size: stops,
    median: median(proposed),
    p95: Math.max(...proposed),
    unit: 'km',
    limit: median(limits),
    ratio: most === 1 ? worst : median(ratios),
    goal,
    met: (most === 1 ? worst : median(ratios)) <= most + 1e-9,
  }
}

/** How long the proposed rounds are, not how quickly they are found. */
export const round: Bench = () =>
  Promise.resolve([
    row('round of 8 stops, the worst of twelve days, against every order tried out', 8, optimum, 1, 'the optimum'),
    row('round of 9 stops, the worst of twelve days, against every order tried out', 9, optimum, 1, 'the optimum'),
    row('round of 16 stops, against always the nearest next', 16, nearest, 0.95, '≤ 0.95×'),
    row('round of 30 stops, against always the nearest next', 30, nearest, 0.95, '≤ 0.95×'),
  ])
