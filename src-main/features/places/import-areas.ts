import type { InputOf, OutputOf } from '@shared/contract/define'
import type { places } from '@shared/contract/places'
import { appError, refuse } from '@shared/kernel/app-error'
import { type Result, err } from '@shared/kernel/result'
import { fold } from '@shared/search/fold'
import type { WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { readSetting } from '../settings/read-setting'
import { forgetUpload } from '../tickets/attach-files'
import { type FoundArea, readAreas } from './area-file'
import { centreDistrict } from './district-centres'

/** Bytes; the boundaries of a province, simplified as a map needs them, take a tenth of it. */
const LARGEST_FILE = 20_000_000

type ImportAreas = (typeof places)['importAreas']

/** Districts by their folded name: "SANT'ANDREA IN CAPRILE" in a file is "Sant'Andrea in Caprile" in the store. */
const districtsByName = async (db: WriteDb): Promise<ReadonlyMap<string, number>> => {
  const rows = await db.selectFrom('districts').select(['id', 'name']).execute()
  return new Map(rows.map((row) => [fold(row.name), row.id]))
}

const replaceKind = async (db: WriteDb, kind: string, found: readonly FoundArea[]): Promise<string[]> => {
  const districts = kind === 'district' ? await districtsByName(db) : new Map<string, number>()
  const drawn = new Set<number>()
  const unmatched = new Set<string>()
  await db.deleteFrom('areas').where('kind', '=', kind).execute()
  for (const { name, area } of found) {
    const districtId = districts.get(fold(name)) ?? null
    if (districtId !== null) drawn.add(districtId)
    else if (kind === 'district') unmatched.add(name)
    await db
      .insertInto('areas')
      .values({ kind, name, district_id: districtId, geometry: JSON.stringify(area) })
      .execute()
  }
  for (const districtId of drawn) await centreDistrict(db, districtId)
  return [...unmatched]
}

export const importAreas = async (
  parts: FeatureParts,
  input: InputOf<ImportAreas>,
): Promise<Result<OutputOf<ImportAreas>>> => {
  const { store, files } = parts.current
  const size = await files.size(input.sha256)
  if (size === null) return err(appError('attachment_missing'))
  if (size > LARGEST_FILE) return err(appError('attachment_too_large'))
  // Read before the write begins: a large file takes a while, and a write keeps every other desk waiting.
  const text = (await files.read(input.sha256)).toString('utf8')
  const settings = await store.read((db) => readSetting(db, 'map'))
  if (!settings.ok) return settings
  const read = readAreas(text, input.nameProperty, input.kind === 'district', settings.value.bbox)
  return store.write(async (db) => {
    if (read === null) return refuse('not_geojson', { field: 'sha256' })
    await forgetUpload(db, input.sha256)
    const { areas, skipped } = read
    if (areas.length === 0) return { imported: 0, skipped, unmatched: [] }
    return { imported: areas.length, skipped, unmatched: await replaceKind(db, input.kind, areas) }
  })
}
