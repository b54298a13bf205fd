import { type Area, type Bbox, bboxOf, inArea, overlap, polygonsOf, squareMetres } from './geo'
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

/** What is wrong with an area that somebody drew; null for nothing. Its rings are closed. */
export const areaFault = (area: Area, town: Bbox): AreaFault | null => {
  const polygons = polygonsOf(area)
  if (polygons.length === 0 || polygons.flat().some((ring) => ring.length < 4)) return 'too_small'
  if (polygons.some((rings) => sidesCross(rings))) return 'crosses_itself'
  if (squareMetres(area) < LEAST_SQUARE_METRES) return 'too_small'
  for (const [outline = [], ...holes] of polygons)
    for (const [[lon = 0, lat = 0] = []] of holes)
      if (!inArea({ lat, lon }, { type: 'Polygon', coordinates: [outline] })) return 'hole_outside'
  return isElsewhere(area, town) ? 'elsewhere' : null
}
