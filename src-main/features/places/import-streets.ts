import { z } from 'zod'
import type { RegistryReport } from '@shared/contract/places'
import { instant, type Instant } from '@shared/kernel/instant'
import { fold } from '@shared/search/fold'
import { type Result, ok } from '@shared/kernel/result'
import type { ReadDb, WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { readSetting } from '../settings/read-setting'
import { forgetUpload } from '../tickets/attach-files'
import { type ReadRegistry, readRegistry } from './registry-file'
import { clearRegistry, medianPoint, replaceRegistry } from './registry-rows'

const SAMPLE = 8
const KEY = 'street_registry'

const facts = z.object({
  file: z.string(),
  at: instant,
  streets: z.number().int(),
  doors: z.number().int(),
  placed: z.number().int(),
})

/** What is known of the register in use; null for none. */
export const registryFacts = async (db: ReadDb): Promise<z.output<typeof facts> | null> => {
  const row = await db.selectFrom('meta').select('value').where('key', '=', KEY).executeTakeFirst()
  return row === undefined ? null : facts.parse(JSON.parse(row.value))
}

const reportOf = ({ streets, rows, skipped, noted }: ReadRegistry): RegistryReport => {
  const doors = streets.flatMap((street) => street.doors)
  const sample = streets.slice(0, SAMPLE).map(({ name, locality, doors: [door] }) => ({
    text: door === undefined ? name : `${name} ${door.label}`,
    locality: door?.locality ?? locality,
    placed: (door?.point ?? null) !== null,
  }))
  return {
    streets: streets.length,
    doors: doors.length,
    placed: doors.filter(({ point }) => point !== null).length,
    rows,
    skipped: skipped.map((tally) => ({ ...tally })),
    noted: noted.map((tally) => ({ ...tally })),
    sample,
  }
}

const read = async (parts: FeatureParts, sha256: string): Promise<Result<ReadRegistry>> => {
  const { store, files } = parts.current
  const town = await store.read(async (db) => {
    const { istat, belfiore } = await readSetting(db, 'office')
    return { istat, belfiore, bbox: (await readSetting(db, 'map')).bbox }
  })
  return town.ok ? readRegistry(files, sha256, town.value) : town
}

export const previewStreets = async (parts: FeatureParts, sha256: string): Promise<Result<RegistryReport>> => {
  const found = await read(parts, sha256)
  return found.ok ? ok(reportOf(found.value)) : found
}

/** A district without a centre gets the middle of its houses; one that has a shape keeps its own. */
const placeDistricts = async (db: WriteDb, { streets }: ReadRegistry): Promise<void> => {
  const districts = await db.selectFrom('districts').select(['id', 'name']).where('lat', 'is', null).execute()
  if (districts.length === 0) return
  const points = new Map<string, { lat: number; lon: number }[]>()
  for (const { locality, point } of streets.flatMap((street) => street.doors)) {
    if (locality === '' || point === null) continue
    const known = points.get(locality)
    if (known) known.push(point)
    else points.set(locality, [point])
  }
  const byName = new Map([...points].map(([name, found]) => [fold(name), found]))
  for (const { id, name } of districts) {
    const middle = medianPoint(byName.get(fold(name)) ?? [])
    if (middle) await db.updateTable('districts').set(middle).where('id', '=', id).execute()
  }
}

const remember = async (db: WriteDb, value: z.output<typeof facts> | null): Promise<void> => {
  await db.deleteFrom('meta').where('key', '=', KEY).execute()
  if (value !== null)
    await db
      .insertInto('meta')
      .values({ key: KEY, value: JSON.stringify(value) })
      .execute()
}

/** Puts a file's streets in the place of the register in use; a file without any street of the town changes nothing. */
export const importStreets = async (
  parts: FeatureParts,
  input: { readonly sha256: string; readonly file: string },
): Promise<Result<RegistryReport>> => {
  // Read before the write begins: a region's file takes seconds, and a write keeps every other desk waiting.
  const found = await read(parts, input.sha256)
  if (!found.ok) return found
  const report = reportOf(found.value)
  return parts.current.store.write(async (db) => {
    await forgetUpload(db, input.sha256)
    if (report.streets === 0) return report
    await fillRegistry(db, found.value, { file: input.file, at: parts.clock.now() })
    return report
  })
}

/** The writing of it, for an import and for the demonstration's own town. */
export const fillRegistry = async (
  db: WriteDb,
  found: ReadRegistry,
  { file, at }: { readonly file: string; readonly at: Instant },
): Promise<void> => {
  const { streets, doors, placed } = reportOf(found)
  await replaceRegistry(db, found.streets)
  await placeDistricts(db, found)
  await remember(db, { file, at, streets, doors, placed })
}

export const forgetStreets = (parts: FeatureParts): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    await clearRegistry(db)
    await remember(db, null)
    return {}
  })
