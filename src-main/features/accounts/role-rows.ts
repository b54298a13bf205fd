import type { Selectable } from 'kysely'
import { ADMINISTRATOR, PERMISSIONS, type Permission } from '@shared/accounts/permissions'
import type { RoleRow } from '@shared/contract/accounts'
import type { Tables } from '@main/store/tables'

export type StoredRole = Selectable<Tables['roles']>

const namesIn = (json: string): string[] => {
  const names: unknown = JSON.parse(json)
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
}

/** What a role grants now; a permission that only a newer program knows gives nothing here. */
export const permissionsOfRole = (row: StoredRole): Permission[] => {
  if (row.key === ADMINISTRATOR) return [...PERMISSIONS]
  const held = namesIn(row.permissions)
  return PERMISSIONS.filter((permission) => held.includes(permission))
}

/** The column after some were granted and some taken away; what only a newer program knows stays as it was. */
export const changedPermissions = (
  row: StoredRole,
  grant: readonly Permission[],
  revoke: readonly Permission[],
): string => {
  const held = new Set(namesIn(row.permissions))
  for (const permission of revoke) held.delete(permission)
  for (const permission of grant) held.add(permission)
  return JSON.stringify([...held])
}

export const toRoleRow = (row: StoredRole, users: number): RoleRow => ({
  key: row.key,
  name: row.name,
  shipped: row.shipped === 1,
  permissions: permissionsOfRole(row),
  users,
})
