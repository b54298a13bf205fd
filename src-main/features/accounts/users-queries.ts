import { ADMINISTRATOR } from '@shared/accounts/permissions'
import type { ReadDb } from '@main/store/handles'
import { type StoredUser, roleKeysOf } from './users-rows'

export const userByName = (db: ReadDb, username: string): Promise<StoredUser | undefined> =>
  db.selectFrom('users').selectAll().where('username', '=', username).executeTakeFirst()

export const userById = (db: ReadDb, id: number): Promise<StoredUser | undefined> =>
  db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()

export const allUsers = (db: ReadDb): Promise<StoredUser[]> =>
  db.selectFrom('users').selectAll().orderBy('display_name').execute()

/** How many people could still manage users if `exceptId` could not. */
export const otherAdministrators = async (db: ReadDb, exceptId: number): Promise<number> => {
  const rows = await db
    .selectFrom('users')
    .select('roles')
    .where('active', '=', 1)
    .where('id', '<>', exceptId)
    .execute()
  return rows.filter((row) => roleKeysOf(row.roles).includes(ADMINISTRATOR)).length
}
