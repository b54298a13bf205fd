import type { Permission } from '@shared/accounts/permissions'
import type { RoleRow, SessionUser } from '@shared/contract/accounts'
import type { ReadDb } from '@main/store/handles'
import { type StoredRole, permissionsOfRole, toRoleRow } from './role-rows'
import { userById } from './users-queries'
import { type StoredUser, roleKeysOf, toSessionUser } from './users-rows'

export const allRoles = (db: ReadDb): Promise<StoredRole[]> =>
  db.selectFrom('roles').selectAll().orderBy('shipped', 'desc').orderBy('id').execute()

export const roleByKey = (db: ReadDb, key: string): Promise<StoredRole | undefined> =>
  db.selectFrom('roles').selectAll().where('key', '=', key).executeTakeFirst()

/** Every role with how many people hold it, switched off or not. */
export const listRoles = async (db: ReadDb): Promise<RoleRow[]> => {
  const holders = await db.selectFrom('users').select('roles').execute()
  const held = holders.flatMap(({ roles }) => roleKeysOf(roles))
  return (await allRoles(db)).map((row) => toRoleRow(row, held.filter((key) => key === row.key).length))
}

/** What these roles grant together. */
export const permissionsOfKeys = async (db: ReadDb, keys: readonly string[]): Promise<ReadonlySet<Permission>> => {
  const rows = (await allRoles(db)).filter(({ key }) => keys.includes(key))
  return new Set(rows.flatMap(permissionsOfRole))
}

/** A user's row as their session holds it: roles, what they grant, and the names of those that did not ship so. */
export const sessionUserOf = async (db: ReadDb, row: StoredUser): Promise<SessionUser> => {
  const keys = roleKeysOf(row.roles)
  return toSessionUser(
    row,
    (await allRoles(db)).filter(({ key }) => keys.includes(key)),
  )
}

/** Asked of the store, not of the session: it may have changed a moment ago. */
export const permissionsOfUser = async (db: ReadDb, id: number): Promise<ReadonlySet<Permission>> => {
  const row = await userById(db, id)
  return row === undefined ? new Set() : permissionsOfKeys(db, roleKeysOf(row.roles))
}
