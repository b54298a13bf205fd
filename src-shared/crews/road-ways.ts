import { type Point, metresBetween } from '../places/geo'
import type { Way } from './round'

/** What a way is on the road: how long it takes and how far it is. */
export interface RoadWays {
  readonly seconds: Way
  readonly metres: Way
}

/** Straight lines, lengthened as roads are and driven at the town's pace. */
export const straightWays = ({
  roadFactor,
  speed,
}: {
  readonly roadFactor: number
  readonly speed: number
}): RoadWays => {
  const metres: Way = (from, to) => metresBetween(from, to) * roadFactor
  return { metres, seconds: (from, to) => (metres(from, to) / 1000 / speed) * 3600 }
}

/** A point as a road server is asked for it: longitude first, to a hand's breadth. */
export const pointKey = ({ lat, lon }: Point): string => `${lon.toFixed(6)},${lat.toFixed(6)}`

type Cells = readonly (readonly number[])[]

/** The ways of a table; null where it does not know every one of these points. */
export const tableWays = (
  { points, seconds, metres }: { readonly points: readonly Point[]; readonly seconds: Cells; readonly metres: Cells },
  asked: readonly Point[],
): RoadWays | null => {
  const places = new Map(points.map((point, index) => [pointKey(point), index]))
  if (!asked.every((point) => places.has(pointKey(point)))) return null
  const by =
    (cells: Cells): Way =>
    (from, to) =>
      cells[places.get(pointKey(from)) ?? -1]?.[places.get(pointKey(to)) ?? -1] ?? Infinity
  return { seconds: by(seconds), metres: by(metres) }
}
