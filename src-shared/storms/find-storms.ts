import { HOUR_MS } from '../kernel/instant'
import { type Point, bboxAround, metresBetween } from '../places/geo'

/** When many alike reports are one event. */
export interface StormRule {
  /** So many of them … */
  readonly reports: number
  /** … within so many hours … */
  readonly hours: number
  /** … each no further than this from another one. */
  readonly metres: number
}

export interface StormReport<Id> {
  readonly id: Id
  /** When it came in, in milliseconds. */
  readonly at: number
  /** The category above its own, or its own; what has none is like nothing. */
  readonly group: number | null
  readonly point: Point | null
  /** What stands for its place where it has no point. */
  readonly districtId: number | null
}

export interface FoundStorm<Id> {
  readonly group: number
  /** The oldest first. */
  readonly ids: readonly Id[]
  readonly firstAt: number
  readonly lastAt: number
}

/** Two reports of one event: alike, at the same time, near each other; without a point, in the same district. */
export const belongTogether = <Id>(a: StormReport<Id>, b: StormReport<Id>, { hours, metres }: StormRule): boolean => {
  if (a.group === null || a.group !== b.group || Math.abs(a.at - b.at) > hours * HOUR_MS) return false
  if (a.point !== null && b.point !== null) return metresBetween(a.point, b.point) <= metres
  return a.districtId !== null && a.districtId === b.districtId
}

/** Whether a report is one more of an event that is known. */
export const joinsStorm = <Id>(
  report: StormReport<Id>,
  members: readonly StormReport<Id>[],
  rule: StormRule,
): boolean => members.some((member) => belongTogether(report, member, rule))

class Groups {
  readonly #parent: number[]
  constructor(count: number) {
    this.#parent = Array.from({ length: count }, (_, index) => index)
  }
  rootOf(index: number): number {
    let root = index
    while (this.#parent[root] !== root) root = this.#parent[root] ?? root
    for (let at = index; at !== root;) {
      const next = this.#parent[at] ?? root
      this.#parent[at] = root
      at = next
    }
    return root
  }
  join(a: number, b: number): void {
    const [from, to] = [this.rootOf(a), this.rootOf(b)]
    if (from !== to) this.#parent[Math.max(from, to)] = Math.min(from, to)
  }
}

/** Where to look for what may belong to a report: its cell of the map, and those around it. */
const cellsOf = <Id>(reports: readonly StormReport<Id>[], metres: number): ((point: Point) => [number, number]) => {
  const furthest = reports.reduce((most, { point }) => Math.max(most, Math.abs(point?.lat ?? 0)), 0)
  const [west, south, east, north] = bboxAround({ lat: furthest, lon: 0 }, Math.max(1, metres))
  const [dLat, dLon] = [(north - south) / 2, (east - west) / 2]
  return ({ lat, lon }) => [Math.floor(lat / dLat), Math.floor(lon / dLon)]
}

const AROUND = [-1, 0, 1].flatMap((y) => [-1, 0, 1].map((x) => [y, x] as const))

const addTo = <K>(map: Map<K, number[]>, key: K, index: number): void => {
  const known = map.get(key)
  if (known) known.push(index)
  else map.set(key, [index])
}

const joined = <Id>(reports: readonly StormReport<Id>[], rule: StormRule): Groups => {
  const groups = new Groups(reports.length)
  const cellOf = cellsOf(reports, rule.metres)
  const byCell = new Map<string, number[]>()
  const byDistrict = new Map<string, number[]>()
  const tryAll = (index: number, others: readonly number[] | undefined): void => {
    const mine = reports[index]
    for (const other of others ?? []) {
      const theirs = reports[other]
      if (mine && theirs && belongTogether(mine, theirs, rule)) groups.join(index, other)
    }
  }
  for (const [index, { group, point, districtId }] of reports.entries()) {
    if (group === null) continue
    const district = `${group} ${districtId}`
    if (point === null) tryAll(index, districtId === null ? undefined : byDistrict.get(district))
    else {
      const [y, x] = cellOf(point)
      for (const [dy, dx] of AROUND) tryAll(index, byCell.get(`${group} ${y + dy} ${x + dx}`))
      // Those of its district that came before it and have no point.
      tryAll(
        index,
        byDistrict.get(district)?.filter((other) => reports[other]?.point === null),
      )
      addTo(byCell, `${group} ${y} ${x}`, index)
    }
    if (districtId !== null) addTo(byDistrict, district, index)
  }
  return groups
}

/** Those that stand in a crowd: in some stretch of `hours` with at least `reports` of them. `times` ascend. */
const crowded = (times: readonly number[], { reports, hours }: StormRule): ReadonlySet<number> => {
  const kept = new Set<number>()
  let first = 0
  for (let last = 0; last < times.length; last += 1) {
    while ((times[last] ?? 0) - (times[first] ?? 0) > hours * HOUR_MS) first += 1
    if (last - first + 1 >= reports) for (let index = first; index <= last; index += 1) kept.add(index)
  }
  return kept
}

/**
 * Many alike reports in a short time and one place, the largest first; it is a proposal, a person decides. A chain of
 * neighbours counts as one place: a storm goes through a town.
 */
export const findStorms = <Id>(unsorted: readonly StormReport<Id>[], rule: StormRule): readonly FoundStorm<Id>[] => {
  const reports = unsorted.toSorted((a, b) => a.at - b.at)
  const groups = joined(reports, rule)
  const members = new Map<number, number[]>()
  for (const [index, { group }] of reports.entries()) if (group !== null) addTo(members, groups.rootOf(index), index)
  return [...members.values()]
    .flatMap((indexes): FoundStorm<Id>[] => {
      if (indexes.length < rule.reports) return []
      const chain = indexes.flatMap((index) => reports[index] ?? [])
      const kept = crowded(
        chain.map(({ at }) => at),
        rule,
      )
      const crowd = chain.filter((_, index) => kept.has(index))
      const [oldest] = crowd
      const newest = crowd.at(-1)
      if (!oldest || !newest || oldest.group === null) return []
      return [{ group: oldest.group, ids: crowd.map(({ id }) => id), firstAt: oldest.at, lastAt: newest.at }]
    })
    .toSorted((a, b) => b.ids.length - a.ids.length || a.firstAt - b.firstAt)
}
