import type { OutputOf } from '@shared/contract/define'
import type { places } from '@shared/contract/places'
import type { DistrictId } from '@shared/kernel/ids'
import { type Area, type Point, inArea, metresBetween } from '@shared/places/geo'
import type { ReadDb } from '@main/store/handles'
import { readSetting } from '../settings/read-setting'
import { registryFacts } from './import-streets'
import { toArea } from './places-rows'

/** Beyond this the nearest centre says nothing: the point lies in another town. */
const NEAR_METRES = 6000

const placedDistricts = async (db: ReadDb): Promise<OutputOf<(typeof places)['base']>['districts']> => {
  const rows = await db
    .selectFrom('districts')
    .select(['id', 'name', 'lat', 'lon'])
    .where('active', '=', 1)
    .orderBy('name')
    .execute()
  return rows.flatMap(({ id, name, lat, lon }) =>
    lat === null || lon === null ? [] : [{ id: id as DistrictId, name, lat, lon }],
  )
}

export const mapBase = async (db: ReadDb): Promise<OutputOf<(typeof places)['base']>> => ({
  settings: await readSetting(db, 'map'),
  areas: (await db.selectFrom('areas').selectAll().orderBy('id').execute()).map(toArea),
  districts: await placedDistricts(db),
  hasStreets: ((await registryFacts(db))?.placed ?? 0) > 0,
})

/** The drawn district around each of these points; null outside of all. */
export const drawnDistricts = async (db: ReadDb, points: readonly Point[]): Promise<(DistrictId | null)[]> => {
  const rows = await db
    .selectFrom('areas')
    .select(['district_id', 'geometry'])
    .where('kind', '=', 'district')
    .where('district_id', 'is not', null)
    .execute()
  const areas = rows.map((row) => ({ id: row.district_id as DistrictId, area: JSON.parse(row.geometry) as Area }))
  return points.map((point) => areas.find(({ area }) => inArea(point, area))?.id ?? null)
}

export const districtAt = async (db: ReadDb, point: Point): Promise<OutputOf<(typeof places)['districtAt']>> => {
  const [around] = await drawnDistricts(db, [point])
  if (around) return { districtId: around, by: 'polygon' }
  const [nearest] = (await placedDistricts(db))
    .map((district) => ({ id: district.id, metres: metresBetween(point, district) }))
    .filter(({ metres }) => metres <= NEAR_METRES)
    .toSorted((a, b) => a.metres - b.metres)
  return nearest ? { districtId: nearest.id, by: 'nearest' } : { districtId: null, by: 'none' }
}
