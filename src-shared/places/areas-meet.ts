import { nearestBorder } from './border'
import { type Area, type Point, bboxOf, centroid, inArea, overlap, polygonsOf } from './geo'
import { sidesCross } from './ring-crossing'

/** Two who draw one border do not draw it alike. */
const BORDER_METRES = 10

const outlinesOf = (area: Area) => polygonsOf(area).flatMap(([outline]) => (outline === undefined ? [] : [outline]))

const isWellIn = (point: Point, area: Area): boolean =>
  inArea(point, area) && (nearestBorder(point, area)?.metres ?? 0) > BORDER_METRES

/** Whether a corner of the one, the middle of a side or its own middle lies well within the other. */
const reachesInto = (one: Area, other: Area): boolean => {
  const middle = centroid(one)
  if (middle !== null && inArea(middle, one) && isWellIn(middle, other)) return true
  return outlinesOf(one).some((ring) =>
    ring.some(([lon = 0, lat = 0], at) => {
      const [lon2 = lon, lat2 = lat] = ring[at + 1] ?? []
      return isWellIn({ lon, lat }, other) || isWellIn({ lon: (lon + lon2) / 2, lat: (lat + lat2) / 2 }, other)
    }),
  )
}

/** Whether two areas have ground in common; a border that they share is none. */
export const areasMeet = (a: Area, b: Area): boolean => {
  const [boxA, boxB] = [bboxOf(a), bboxOf(b)]
  if (boxA === null || boxB === null || overlap(boxA, boxB) === null) return false
  return (
    reachesInto(a, b) ||
    reachesInto(b, a) ||
    // A ditch that runs through, with no corner within.
    outlinesOf(a).some((one) => outlinesOf(b).some((other) => sidesCross([one, other])))
  )
}
