import { ADMINISTRATOR } from '@shared/accounts/permissions'
import { checkPassword } from '@shared/accounts/password-rule'
import type { accounts } from '@shared/contract/accounts'
import type { InputOf } from '@shared/contract/define'
import { refuse } from '@shared/kernel/app-error'
import type { UserId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import { checkBase } from '@main/store/check-base'
import type { SignedInCaller } from '@main/platform/caller'
import type { ReadDb, WriteDb } from '@main/store/handles'
import type { AccountParts } from './account-parts'
import { raiseEpoch } from './end-sessions'
import { needOwnRights } from './own-rights'
import { hashPassword } from './password-hash'
import { allRoles, permissionsOfKeys, permissionsOfUser } from './role-queries'
import { otherAdministrators, userById, userByName } from './users-queries'
import { toUserRow } from './users-rows'

type CreateUser = InputOf<(typeof accounts)['create']>
type EditUser = InputOf<(typeof accounts)['edit']>

/** Inside a write; also how a new store gets its first administrator. `hash` is a `hashPassword`. */
export const insertUser = async (
  db: WriteDb,
  user: Omit<CreateUser, 'password'>,
  hash: string,
  now: number,
): Promise<UserId> => {
  if (await userByName(db, user.username)) refuse('username_taken', { field: 'username' })
  const { insertId } = await db
    .insertInto('users')
    .values({
      username: user.username,
      display_name: user.displayName,
      email: user.email,
      roles: JSON.stringify(user.roles),
      password_hash: hash,
      active: user.active ? 1 : 0,
      created_at: now,
    })
    .executeTakeFirstOrThrow()
  return Number(insertId) as UserId
}

const needRoles = async (db: ReadDb, keys: readonly string[]): Promise<void> => {
  const known = (await allRoles(db)).map(({ key }) => key)
  if (keys.some((key) => !known.includes(key))) refuse('not_found', { field: 'roles' })
}

export const createUser = async (
  parts: AccountParts,
  caller: SignedInCaller,
  input: CreateUser,
): Promise<Result<{ id: UserId }>> => {
  const rule = checkPassword(input.password, input.username)
  if (!rule.ok) return rule
  const hash = await hashPassword(input.password)
  return parts.current.store.write(async (db) => {
    await needRoles(db, input.roles)
    await needOwnRights(db, caller, await permissionsOfKeys(db, input.roles))
    return { id: await insertUser(db, input, hash, parts.clock.now()) }
  })
}

export const editUser = (
  parts: AccountParts,
  caller: SignedInCaller,
  input: EditUser,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const row = (await userById(db, input.id)) ?? refuse('not_found')
    const { changes } = input
    checkBase(toUserRow(row), input.base, changes)
    await needOwnRights(db, caller, await permissionsOfUser(db, input.id))
    if (changes.roles !== undefined) {
      await needRoles(db, changes.roles)
      await needOwnRights(db, caller, await permissionsOfKeys(db, changes.roles))
    }
    if (changes.username !== undefined && changes.username !== row.username && (await userByName(db, changes.username)))
      refuse('username_taken', { field: 'username' })
    const losesAdministrator = changes.active === false || changes.roles?.includes(ADMINISTRATOR) === false
    if (losesAdministrator && (await otherAdministrators(db, input.id)) === 0) refuse('last_administrator')
    await db
      .updateTable('users')
      .set({
        ...(changes.username === undefined ? {} : { username: changes.username }),
        ...(changes.displayName === undefined ? {} : { display_name: changes.displayName }),
        ...(changes.email === undefined ? {} : { email: changes.email }),
        ...(changes.roles === undefined ? {} : { roles: JSON.stringify(changes.roles) }),
        ...(changes.active === undefined ? {} : { active: changes.active ? 1 : 0 }),
      })
      .where('id', '=', input.id)
      .execute()
    return {}
  })

/**
 * Writes a new password and ends the account's sessions on every desk; `also` runs in the same write, with the epoch
 * that a session must have to go on.
 */
export const writePassword = async (
  parts: AccountParts,
  id: UserId,
  password: string,
  also: (db: WriteDb, epoch: number) => Promise<void>,
): Promise<Result<Record<string, never>>> => {
  const found = await parts.current.store.read((db) => userById(db, id))
  if (!found.ok) return found
  const rule = checkPassword(password, found.value?.username ?? '')
  if (!rule.ok) return rule
  const hash = await hashPassword(password)
  return parts.current.store.write(async (db) => {
    const epoch = await raiseEpoch(db, id)
    await db.updateTable('users').set({ password_hash: hash }).where('id', '=', id).execute()
    await also(db, epoch)
    return {}
  })
}

/** Somebody else's password, by whoever manages users and may do all that they may. */
export const setPassword = (
  parts: AccountParts,
  caller: SignedInCaller,
  id: UserId,
  password: string,
): Promise<Result<Record<string, never>>> =>
  writePassword(parts, id, password, async (db) => {
    await needOwnRights(db, caller, await permissionsOfUser(db, id))
  })
