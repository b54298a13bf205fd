import { ADMINISTRATOR, type Permission } from '@shared/accounts/permissions'
import type { accounts } from '@shared/contract/accounts'
import type { InputOf } from '@shared/contract/define'
import { refuse } from '@shared/kernel/app-error'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import { randomToken } from '@main/platform/random'
import { checkBase } from '@main/store/check-base'
import type { ReadDb } from '@main/store/handles'
import type { AccountParts } from './account-parts'
import { needOwnRights } from './own-rights'
import { allRoles, listRoles, roleByKey } from './role-queries'
import { changedPermissions } from './role-rows'

type Done = Promise<Result<Record<string, never>>>

const needFreeName = async (db: ReadDb, name: string, exceptKey: string): Promise<void> => {
  const wanted = name.toLowerCase()
  if (wanted === '') return
  for (const row of await allRoles(db))
    if (row.key !== exceptKey && row.name.toLowerCase() === wanted) refuse('name_taken', { field: 'name' })
}

/** A role of the office's own; a copy is one whose permissions were another's. */
export const createRole = (
  parts: AccountParts,
  caller: SignedInCaller,
  { name, permissions }: InputOf<(typeof accounts)['createRole']>,
): Promise<Result<{ key: string }>> =>
  parts.current.store.write(async (db) => {
    await needFreeName(db, name, '')
    await needOwnRights(db, caller, permissions)
    // Never reused: a user who still named a removed role must not come into another's rights.
    const key = `own-${randomToken(parts.random, 6)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, '0')}`
    await db
      .insertInto('roles')
      .values({ key, name, permissions: JSON.stringify([...new Set<Permission>(permissions)]) })
      .execute()
    return { key }
  })

/** An empty name gives a shipped role its own back. */
export const renameRole = (parts: AccountParts, { key, base, name }: InputOf<(typeof accounts)['renameRole']>): Done =>
  parts.current.store.write(async (db) => {
    const row = (await roleByKey(db, key)) ?? refuse('not_found')
    checkBase({ name: row.name }, { name: base }, { name })
    if (name === '' && row.shipped !== 1) refuse('invalid_input', { field: 'name' })
    await needFreeName(db, name, key)
    await db.updateTable('roles').set({ name }).where('key', '=', key).execute()
    return {}
  })

/**
 * Grants and takes away single permissions, of one role or several, all or none. Each is a fact of its own: two people
 * who change different ones both hold. The administrator's are everything, always.
 */
export const setPermissions = (
  parts: AccountParts,
  caller: SignedInCaller,
  { changes }: InputOf<(typeof accounts)['setPermissions']>,
): Done =>
  parts.current.store.write(async (db) => {
    for (const { key, grant, revoke } of changes) {
      if (key === ADMINISTRATOR) refuse('role_fixed')
      const row = (await roleByKey(db, key)) ?? refuse('not_found')
      await needOwnRights(db, caller, [...grant, ...revoke])
      await db
        .updateTable('roles')
        .set({ permissions: changedPermissions(row, grant, revoke) })
        .where('key', '=', key)
        .execute()
    }
    return {}
  })

/** Only a role of the office's own, and only when nobody holds it any more. */
export const removeRole = (parts: AccountParts, key: string): Done =>
  parts.current.store.write(async (db) => {
    const row = (await listRoles(db)).find((role) => role.key === key) ?? refuse('not_found')
    if (row.shipped) refuse('role_fixed')
    if (row.users > 0) refuse('in_use', { details: { users: row.users } })
    await db.deleteFrom('roles').where('key', '=', key).execute()
    return {}
  })
