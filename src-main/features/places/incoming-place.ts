import type { Place } from '@shared/contract/tickets'
import type { DistrictId } from '@shared/kernel/ids'
import type { Point } from '@shared/places/geo'
import type { ReadDb } from '@main/store/handles'
import { districtAt } from './places-queries'
import { addressAt } from './street-queries'

/** The place of a report that came in by itself: a point tells its district, and its address where none came along. */
export const incomingPlace = async (db: ReadDb, point: Point | null, text: string): Promise<Place> => {
  if (point === null)
    return { text, districtId: null, lat: null, lon: null, precision: text === '' ? 'none' : 'street' }
  const { districtId } = await districtAt(db, point)
  return {
    text: text || ((await addressAt(db, point))?.text ?? ''),
    districtId: districtId as DistrictId | null,
    lat: point.lat,
    lon: point.lon,
    precision: 'point',
  }
}
