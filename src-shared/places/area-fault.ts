import { type Area, type Bbox, bboxOf, holds, overlap, polygonsOf, ringLiesIn, squareMetres } from './geo'
import { sidesCross } from './ring-crossing'

/** Why a drawn area is none; the sentences are `map.areas.faults.<fault>` and `errors.area_<fault>`. */
export const AREA_FAULTS = ['too_small', 'crosses_itself', 'hole_outside', 'elsewhere'] as const
export type AreaFault = (typeof AREA_FAULTS)[number]

/** Degrees around the town's map in which an area may lie: some twenty kilometres. */
const AROUND = 0.2
/** Less than a room is a slip of the hand. */
const LEAST_SQUARE_METRES = 25

/** An area that only meets the town counts as here: a body's may be a whole province. */
export const isElsewhere = (area: Area, [west, south, east, north]: Bbox): boolean => {
  const box = bboxOf(area)
  return box !== null && overlap(box, [west - AROUND, south - AROUND, east + AROUND, north + AROUND]) === null
}

type Rings = ReturnType<typeof polygonsOf>[number]

/** A hole lies within the outline and in no other hole: a piece that was cut out already cannot be cut. */
const isHoleOutside = ([outline = [], ...rings]: Rings): boolean => {
  const holes = rings.map((ring) => {
    const area: Area = { type: 'Polygon', coordinates: [ring] }
    return { ring, area, box: bboxOf(area) }
  })
  return holes.some(
    ({ ring, box }, at) =>
      !ringLiesIn(ring, { type: 'Polygon', coordinates: [outline] }) ||
      holes.some(
        (other, index) =>
          index !== at && box !== null && other.box !== null && holds(other.box, box) && ringLiesIn(ring, other.area),
      ),
  )
}

/** What is wrong with an area that somebody drew; null for nothing. Its rings are closed. */
export const areaFault = (area: Area, town: Bbox): AreaFault | null => {
  const polygons = polygonsOf(area)
  if (polygons.length === 0 || polygons.flat().some((ring) => ring.length < 4)) return 'too_small'
  if (polygons.some((rings) => sidesCross(rings))) return 'crosses_itself'
  if (squareMetres(area) < LEAST_SQUARE_METRES) return 'too_small'
  if (polygons.some((rings) => isHoleOutside(rings))) return 'hole_outside'
  return isElsewhere(area, town) ? 'elsewhere' : null
}
