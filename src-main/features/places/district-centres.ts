import { type Area, centroid } from '@shared/places/geo'
import type { WriteDb } from '@main/store/handles'

/** One area of several: islands of a district come as entries of their own. */
const together = (areas: readonly Area[]): Area => ({
  type: 'MultiPolygon',
  coordinates: areas.flatMap((area) => (area.type === 'Polygon' ? [area.coordinates] : area.coordinates)),
})

/** A district's centre is the middle of all that is drawn of it; one without a shape keeps the centre that it had. */
export const centreDistrict = async (db: WriteDb, districtId: number): Promise<void> => {
  const rows = await db
    .selectFrom('areas')
    .select('geometry')
    .where('kind', '=', 'district')
    .where('district_id', '=', districtId)
    .execute()
  const centre = centroid(together(rows.map(({ geometry }) => JSON.parse(geometry) as Area)))
  if (centre)
    await db.updateTable('districts').set({ lat: centre.lat, lon: centre.lon }).where('id', '=', districtId).execute()
}
