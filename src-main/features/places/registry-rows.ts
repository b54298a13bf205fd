import type { Point } from '@shared/places/geo'
import type { WriteDb } from '@main/store/handles'
import type { RegistryStreet } from './registry-file'

/** Rows in one statement: SQLite takes 32,766 values, and compiling costs more than running. */
const BATCH = 1000

/** The middle of several points, by longitude and latitude each: no far-off stray moves it. */
export const medianPoint = (points: readonly Point[]): Point | null => {
  if (points.length === 0) return null
  const middle = (values: readonly number[]): number =>
    values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0
  return { lat: middle(points.map(({ lat }) => lat)), lon: middle(points.map(({ lon }) => lon)) }
}

export const clearRegistry = async (db: WriteDb): Promise<void> => {
  await db.deleteFrom('registry_doors').execute()
  await db.deleteFrom('registry_streets').execute()
}

/** Puts these streets and doors in the place of all others. */
export const replaceRegistry = async (db: WriteDb, streets: readonly RegistryStreet[]): Promise<void> => {
  await clearRegistry(db)
  const rows = streets.map(({ name, locality, doors }, at) => {
    const middle = medianPoint(doors.flatMap(({ point }) => (point === null ? [] : [point])))
    return { id: at + 1, name, locality, lat: middle?.lat ?? null, lon: middle?.lon ?? null }
  })
  for (let from = 0; from < rows.length; from += BATCH)
    await db
      .insertInto('registry_streets')
      .values(rows.slice(from, from + BATCH))
      .execute()
  const doors = streets.flatMap((street, at) =>
    street.doors.map(({ number, exponent, label, locality, point }) => ({
      street_id: at + 1,
      number,
      exponent,
      label,
      locality,
      lat: point?.lat ?? null,
      lon: point?.lon ?? null,
    })),
  )
  for (let from = 0; from < doors.length; from += BATCH)
    await db
      .insertInto('registry_doors')
      .values(doors.slice(from, from + BATCH))
      .execute()
}
