import type { Generated } from 'kysely'

export interface StreetRegistryTables {
  registry_streets: { id: Generated<number>; name: string; locality: string; lat: number | null; lon: number | null }
  registry_doors: {
    id: Generated<number>
    street_id: number
    /** Null for a house without a number. */
    number: number | null
    exponent: string
    label: string
    locality: string
    lat: number | null
    lon: number | null
  }
}
