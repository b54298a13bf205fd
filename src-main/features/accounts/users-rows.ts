import type { Selectable } from 'kysely'
import { ROLES, type Role, permissionsOf } from '@shared/accounts/permissions'
import type { SessionUser, UserRow } from '@shared/contract/accounts'
import type { UserId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import type { Tables } from '@main/store/tables'

export type StoredUser = Selectable<Tables['users']>

export const rolesOf = (json: string): Role[] => {
  const names: unknown = JSON.parse(json)
  // A role that a newer program knows gives nothing here, rather than an error.
  return Array.isArray(names) ? ROLES.filter((role) => names.includes(role)) : []
}

export const toSessionUser = (row: StoredUser): SessionUser => {
  const roles = rolesOf(row.roles)
  return {
    id: row.id as UserId,
    username: row.username,
    displayName: row.display_name,
    roles,
    permissions: [...permissionsOf(roles)],
  }
}

export const toUserRow = (row: StoredUser): UserRow => ({
  id: row.id as UserId,
  username: row.username,
  displayName: row.display_name,
  email: row.email,
  roles: rolesOf(row.roles),
  active: row.active === 1,
  lastSignInAt: row.last_sign_in_at === null ? null : asInstant(row.last_sign_in_at),
})
