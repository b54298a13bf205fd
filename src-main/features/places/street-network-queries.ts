import type { ReadDb } from '@main/store/handles'

interface PlacedDoor {
  readonly street_id: number
  readonly label: string
  readonly lat: number
  readonly lon: number
}

export interface RegistryLines {
  readonly streets: readonly { readonly id: number; readonly name: string }[]
  /** Those that have a point, street by street. */
  readonly doors: readonly PlacedDoor[]
}

export const registryLines = async (db: ReadDb): Promise<RegistryLines> => ({
  streets: await db.selectFrom('registry_streets').select(['id', 'name']).orderBy('id').execute(),
  doors: (
    await db
      .selectFrom('registry_doors')
      .select(['street_id', 'label', 'lat', 'lon'])
      .where('lat', 'is not', null)
      .orderBy('street_id')
      .orderBy('number')
      .execute()
  ).flatMap(({ lat, lon, ...door }) => (lat === null || lon === null ? [] : [{ ...door, lat, lon }])),
})
