import { type DistrictId } from '@shared/kernel/ids'
import { type NamedStreet, StreetSearch } from '@shared/places/street-search'
import { streetKey } from '@shared/places/street-key'
import { fold } from '@shared/search/fold'
import type { ReadDb } from '@main/store/handles'
import { registryFacts } from './import-streets'

export interface DirectoryStreet extends NamedStreet {
  /** Of the register; null for a street that only tickets named. */
  readonly registryId: number | null
  /** Of the streets that tickets named; null for one that none did. */
  readonly ticketsId: number | null
  readonly lat: number | null
  readonly lon: number | null
}

export interface Directory {
  readonly search: StreetSearch<DirectoryStreet>
  /** The `streetKey` of every street. */
  readonly keys: ReadonlySet<string>
  readonly districts: ReadonlyMap<string, DistrictId>
}

const stampOf = async (db: ReadDb): Promise<string> => {
  const facts = await registryFacts(db)
  const named = await db
    .selectFrom('streets')
    .select((eb) => eb.fn.max('id').as('last'))
    .executeTakeFirst()
  // By their names: a place finds its district by the locality that the register writes.
  const districts = await db.selectFrom('districts').select(['id', 'name']).orderBy('id').execute()
  return JSON.stringify([facts?.at ?? null, facts?.doors ?? null, named?.last ?? 0, districts])
}

const read = async (db: ReadDb): Promise<Directory> => {
  const registry = await db.selectFrom('registry_streets').selectAll().orderBy('name').execute()
  const named = await db.selectFrom('streets').selectAll().orderBy('name').execute()
  const ticketsOf = new Map(named.map(({ key, id }) => [key, id]))
  const known = new Set<string>()
  const own = registry.map(({ id, name, locality, lat, lon }): DirectoryStreet => {
    const key = streetKey(name)
    known.add(key)
    return { name, locality, registryId: id, ticketsId: ticketsOf.get(key) ?? null, lat, lon }
  })
  const other = named
    .filter(({ key }) => !known.has(key))
    .map(({ id, name }): DirectoryStreet => ({
      name,
      locality: '',
      registryId: null,
      ticketsId: id,
      lat: null,
      lon: null,
    }))
  const districts = await db.selectFrom('districts').select(['id', 'name']).execute()
  return {
    // The register's first: of equally good ones those are meant.
    search: new StreetSearch([...own, ...other]),
    keys: new Set([...known, ...ticketsOf.keys()]),
    districts: new Map(districts.map(({ id, name }) => [fold(name), id as DistrictId])),
  }
}

/** The town's streets in memory, read anew when an import, a ticket or another desk changed them. */
export class StreetDirectory {
  #known: { readonly owner: object; readonly stamp: string; readonly directory: Directory } | null = null

  /** @param owner the store that `db` reads: another one's streets are never taken for its own. */
  async of(owner: object, db: ReadDb): Promise<Directory> {
    const stamp = await stampOf(db)
    if (this.#known?.owner === owner && this.#known.stamp === stamp) return this.#known.directory
    const directory = await read(db)
    this.#known = { owner, stamp, directory }
    return directory
  }
}
