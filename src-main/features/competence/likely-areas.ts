import type { DrawnArea, DrawnAreas } from '@shared/competence/decide'
import { roadOf } from '@shared/competence/road'
import { areaKey } from '@shared/competence/rule'
import { areasMeet } from '@shared/places/areas-meet'
import { nearestBorder } from '@shared/places/border'
import { type Point, bboxAround, inArea, overlap } from '@shared/places/geo'
import { streetKey } from '@shared/places/street-key'
import type { ReadDb } from '@main/store/handles'
import { registryFacts } from '../places/import-streets'
import { drawnAreas } from './rule-queries'

/** A street's doors stand beside it. */
const BESIDE_METRES = 30
/** A district without a drawn border reaches about so far from its middle. */
const DISTRICT_METRES = 800

const near = (points: readonly Point[], metres: number, areas: DrawnAreas): ReadonlySet<string> => {
  const isNear = (point: Point, { area, bbox }: DrawnArea): boolean =>
    overlap(bbox, bboxAround(point, metres)) !== null &&
    (inArea(point, area) || (nearestBorder(point, area)?.metres ?? Infinity) <= metres)
  const found = [...areas].filter(([, pieces]) => points.some((point) => pieces.some((piece) => isNear(point, piece))))
  return new Set(found.map(([key]) => key))
}

interface KeyedStreets {
  readonly stamp: string
  readonly ids: ReadonlyMap<string, readonly number[]>
}

/** By the handle of each store: the keys of thousands of names take longer than all the rest of a decision. */
const kept = new WeakMap<ReadDb, KeyedStreets>()

/** The register's streets by their key, read anew when another register came. */
const registryIds = async (db: ReadDb): Promise<KeyedStreets['ids']> => {
  const stamp = JSON.stringify(await registryFacts(db))
  const known = kept.get(db)
  if (known?.stamp === stamp) return known.ids
  const streets = await db.selectFrom('registry_streets').select(['id', 'name']).execute()
  const named = Map.groupBy(streets, ({ name }) => streetKey(name))
  const ids = new Map([...named].map(([key, ones]) => [key, ones.map(({ id }) => id)]))
  kept.set(db, { stamp, ids })
  return ids
}

/** Where the register has the houses of the street that the words name. */
const doorsOf = async (db: ReadDb, placeText: string): Promise<Point[]> => {
  const road = roadOf(placeText)
  if (road === null) return []
  const ids = (await registryIds(db)).get(road.key)
  if (ids === undefined) return []
  const doors = await db.selectFrom('registry_doors').select(['lat', 'lon']).where('street_id', 'in', ids).execute()
  return doors.flatMap(({ lat, lon }) => (lat === null || lon === null ? [] : [{ lat, lon }]))
}

/**
 * The areas in which a place without a point may lie, by its street's houses or else by its district; null where neither
 * is known, so that nothing speaks for any of them.
 */
export const likelyAreas = async (
  db: ReadDb,
  { placeText, districtId }: { readonly placeText: string; readonly districtId: number | null },
  areas: DrawnAreas,
): Promise<ReadonlySet<string> | null> => {
  if (areas.size === 0) return null
  const doors = await doorsOf(db, placeText)
  if (doors.length > 0) return near(doors, BESIDE_METRES, areas)
  if (districtId === null) return null
  const district = await db.selectFrom('districts').selectAll().where('id', '=', districtId).executeTakeFirst()
  if (!district) return null
  const key = areaKey({ kind: 'district', name: district.name })
  const borders = [...(await drawnAreas(db, new Set([key]))).values()].flat()
  if (borders.length > 0)
    return new Set(
      [...areas]
        .filter(([, pieces]) => pieces.some((piece) => borders.some((border) => areasMeet(piece.area, border.area))))
        .map(([one]) => one),
    )
  const { lat, lon } = district
  return lat === null || lon === null ? null : near([{ lat, lon }], DISTRICT_METRES, areas)
}
