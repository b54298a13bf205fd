import { type Point, metresBetween } from '../places/geo'

/** What it costs to go from one point to another, in whatever it is measured: there and back need not be the same. */
export type Way = (from: Point, to: Point) => number

/** A visit to be put in order; without a point it cannot be, and stays at the end as it was. */
export interface RoundStop<Id> {
  readonly id: Id
  readonly point: Point | null
  /** Before everything that is not. */
  readonly urgent: boolean
}

export interface Round<Id> {
  readonly order: readonly Id[]
  /** From stop to stop, from and back to the depot where there is one, in what the way is measured in. */
  readonly length: number
}

/** Up to so many stops the shortest round is found for certain; above it is a good one. */
export const EXACT_UP_TO = 12

type Table = readonly (readonly number[])[]

/** What a round is reckoned with: stops by their number, and the ways from and to the depot (nothing without one). */
interface Ways {
  readonly between: Table
  readonly out: readonly number[]
  readonly home: readonly number[]
  /** How many come first: stops 0 … urgent − 1. */
  readonly urgent: number
}

const at = (table: Table, from: number, to: number): number => table[from]?.[to] ?? 0

const lengthOf = ({ between, out, home }: Ways, tour: readonly number[]): number => {
  let sum = (out[tour[0] ?? -1] ?? 0) + (home[tour.at(-1) ?? -1] ?? 0)
  for (let index = 1; index < tour.length; index += 1) sum += at(between, tour[index - 1] ?? 0, tour[index] ?? 0)
  return sum
}

/** Held and Karp's table: the shortest way through a set of stops that ends at one of them, set by set. */
const exactTour = (ways: Ways): number[] => {
  const count = ways.home.length
  const sets = 2 ** count
  const best = new Float64Array(sets * count).fill(Infinity)
  const before = new Int8Array(sets * count).fill(-1)
  const urgentSet = 2 ** ways.urgent - 1
  const mayCome = (stop: number, seen: number): boolean => stop < ways.urgent || (seen & urgentSet) === urgentSet
  for (let stop = 0; stop < count; stop += 1)
    if (mayCome(stop, 0)) best[(1 << stop) * count + stop] = ways.out[stop] ?? 0
  for (let seen = 1; seen < sets; seen += 1)
    for (let last = 0; last < count; last += 1) {
      const here = best[seen * count + last] ?? Infinity
      if (here === Infinity) continue
      for (let next = 0; next < count; next += 1) {
        if ((seen & (1 << next)) !== 0 || !mayCome(next, seen)) continue
        const cell = (seen | (1 << next)) * count + next
        const length = here + at(ways.between, last, next)
        if (length < (best[cell] ?? Infinity)) {
          best[cell] = length
          before[cell] = last
        }
      }
    }
  let seen = sets - 1
  let last = 0
  const total = (stop: number): number => (best[(sets - 1) * count + stop] ?? Infinity) + (ways.home[stop] ?? 0)
  for (let stop = 1; stop < count; stop += 1) if (total(stop) < total(last)) last = stop
  const tour: number[] = []
  while (last >= 0) {
    tour.unshift(last)
    const previous = before[seen * count + last] ?? -1
    seen &= ~(1 << last)
    last = previous
  }
  return tour
}

const nearestTour = (ways: Ways, first: number): number[] => {
  const left = new Set(ways.home.keys())
  const tour = [first]
  left.delete(first)
  while (left.size > 0) {
    const here = tour.at(-1) ?? 0
    const urgent = [...left].filter((stop) => stop < ways.urgent)
    const next = (urgent.length > 0 ? urgent : [...left]).reduce((near, stop) =>
      at(ways.between, here, stop) < at(ways.between, here, near) ? stop : near,
    )
    tour.push(next)
    left.delete(next)
  }
  return tour
}

const isAllowed = (ways: Ways, tour: readonly number[]): boolean =>
  tour.every((stop, index) => stop < ways.urgent === index < ways.urgent)

/** A stretch turned round, or moved elsewhere: the first such change that shortens the tour, or null. */
const shorter = (ways: Ways, tour: readonly number[]): number[] | null => {
  const length = lengthOf(ways, tour)
  const take = (changed: number[]): number[] | null =>
    lengthOf(ways, changed) < length - 1e-6 && isAllowed(ways, changed) ? changed : null
  for (let from = 0; from < tour.length; from += 1)
    for (let to = from + 1; to <= tour.length; to += 1) {
      const stretch = tour.slice(from, to)
      const turned = take([...tour.slice(0, from), ...stretch.toReversed(), ...tour.slice(to)])
      if (turned) return turned
      if (stretch.length > 3) continue
      const rest = [...tour.slice(0, from), ...tour.slice(to)]
      for (let place = 0; place <= rest.length; place += 1) {
        const moved = take(rest.toSpliced(place, 0, ...stretch))
        if (moved) return moved
      }
    }
  return null
}

/** From several first stops the nearest next one, each bettered until nothing betters it; the best of them. */
const goodTour = (ways: Ways): number[] => {
  const firsts = [...ways.home.keys()].filter((stop) => ways.urgent === 0 || stop < ways.urgent)
  // A storm's day of a hundred stops is bettered from two beginnings only: the page waits for it.
  const tries = ways.home.length > 40 ? 1 : 6
  const starts = firsts.toSorted((a, b) => (ways.out[a] ?? 0) - (ways.out[b] ?? 0)).slice(0, tries)
  let best: number[] = []
  // The order that stands is one of them: what a person put well is never made worse.
  for (const first of [[...ways.home.keys()], ...starts.map((start) => nearestTour(ways, start))]) {
    let tour = first
    for (let better = shorter(ways, tour); better !== null; better = shorter(ways, tour)) tour = better
    if (best.length === 0 || lengthOf(ways, tour) < lengthOf(ways, best)) best = tour
  }
  return best
}

/** The round as it stands. */
export const roundLength = (
  points: readonly (Point | null)[],
  depot: Point | null,
  way: Way = metresBetween,
): number => {
  const placed = points.flatMap((point) => point ?? [])
  const stations = placed.length === 0 ? [] : depot === null ? placed : [depot, ...placed, depot]
  return stations.slice(1).reduce((sum, point, index) => sum + way(stations[index] ?? point, point), 0)
}

/**
 * The shortest round from the depot and back, urgent visits first; without a depot the shortest way through all of
 * them, wherever it begins. It is a proposal: a person knows of the market in the square, this does not.
 */
export const shortestRound = <Id>(
  stops: readonly RoundStop<Id>[],
  depot: Point | null,
  way: Way = metresBetween,
): Round<Id> => {
  const placed = stops.flatMap(({ id, point, urgent }) => (point === null ? [] : [{ id, point, urgent }]))
  const ordered = [...placed.filter(({ urgent }) => urgent), ...placed.filter(({ urgent }) => !urgent)]
  const ways: Ways = {
    between: ordered.map((from) => ordered.map((to) => way(from.point, to.point))),
    out: ordered.map(({ point }) => (depot === null ? 0 : way(depot, point))),
    home: ordered.map(({ point }) => (depot === null ? 0 : way(point, depot))),
    urgent: ordered.filter(({ urgent }) => urgent).length,
  }
  const tour =
    ordered.length <= 1 ? [...ordered.keys()] : ordered.length <= EXACT_UP_TO ? exactTour(ways) : goodTour(ways)
  const order = tour.flatMap((stop) => ordered[stop]?.id ?? [])
  return {
    order: [...order, ...stops.filter(({ point }) => point === null).map(({ id }) => id)],
    length: tour.length === 0 ? 0 : lengthOf(ways, tour),
  }
}
