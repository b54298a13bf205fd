import type { Permission } from '@shared/accounts/permissions'
import { refuse } from '@shared/kernel/app-error'
import type { SignedInCaller } from '@main/platform/caller'
import type { ReadDb } from '@main/store/handles'
import { permissionsOfUser } from './role-queries'

/**
 * Nobody hands out what they do not hold, nor touches the account of somebody who holds more: otherwise whoever manages
 * users would be an administrator in two clicks. Refuses with `beyond_own_rights`.
 */
export const needOwnRights = async (
  db: ReadDb,
  caller: SignedInCaller,
  permissions: Iterable<Permission>,
): Promise<void> => {
  const own = await permissionsOfUser(db, caller.user.id)
  for (const permission of permissions)
    if (!own.has(permission)) refuse('beyond_own_rights', { details: { permission } })
}
