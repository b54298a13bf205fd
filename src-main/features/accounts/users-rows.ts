import type { Selectable } from 'kysely'
import type { SessionUser, UserRow } from '@shared/contract/accounts'
import type { UserId } from '@shared/kernel/ids'
import { instantOrNull } from '@shared/kernel/instant'
import type { Tables } from '@main/store/tables'
import { type StoredRole, permissionsOfRole } from './role-rows'

export type StoredUser = Selectable<Tables['users']>

/** The keys of the roles that a user holds; one that no role has any more grants nothing. */
export const roleKeysOf = (json: string): string[] => {
  const keys: unknown = JSON.parse(json)
  return Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : []
}

/** `roles` are the rows of the roles that this user holds. */
export const toSessionUser = (row: StoredUser, roles: readonly StoredRole[]): SessionUser => {
  const named = roles.filter(({ name }) => name !== '').map(({ key, name }) => [key, name])
  return {
    id: row.id as UserId,
    username: row.username,
    displayName: row.display_name,
    roles: roles.map(({ key }) => key),
    ...(named.length > 0 ? { roleNames: Object.fromEntries(named) as Record<string, string> } : {}),
    permissions: [...new Set(roles.flatMap(permissionsOfRole))],
  }
}

export const toUserRow = (row: StoredUser): UserRow => ({
  id: row.id as UserId,
  username: row.username,
  displayName: row.display_name,
  email: row.email,
  roles: roleKeysOf(row.roles),
  active: row.active === 1,
  lastSignInAt: instantOrNull(row.last_sign_in_at),
})
