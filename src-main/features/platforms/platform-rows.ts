import type { Selectable } from 'kysely'
import type { PlatformFields } from '@shared/contract/platforms'
import type { PlatformId } from '@shared/kernel/ids'
import type { ReadDb } from '@main/store/handles'
import type { Tables } from '@main/store/tables'

export type StoredPlatform = Selectable<Tables['platforms']>

export const secretKey = (id: number): string => `platform:${id}`

export const toFields = (row: StoredPlatform): PlatformFields & { readonly id: PlatformId } => ({
  id: row.id as PlatformId,
  name: row.name,
  url: row.url,
  jurisdiction: row.jurisdiction,
  active: row.active === 1,
  push: row.push === 1,
})

export const toRow = ({ name, url, jurisdiction, active, push }: PlatformFields) => ({
  name,
  url: url.replace(/\/+$/, ''),
  jurisdiction,
  active: active ? 1 : 0,
  push: push ? 1 : 0,
})

export const platformById = (db: ReadDb, id: number): Promise<StoredPlatform | undefined> =>
  db.selectFrom('platforms').selectAll().where('id', '=', id).where('removed', '=', 0).executeTakeFirst()

export const allPlatforms = (db: ReadDb): Promise<StoredPlatform[]> =>
  db.selectFrom('platforms').selectAll().where('removed', '=', 0).orderBy('id').execute()
