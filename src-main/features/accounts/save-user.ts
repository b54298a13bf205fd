import { checkPassword } from '@shared/accounts/password-rule'
import type { accounts } from '@shared/contract/accounts'
import type { InputOf } from '@shared/contract/define'
import { refuse } from '@shared/kernel/app-error'
import type { UserId } from '@shared/kernel/ids'
import { type Result, ok } from '@shared/kernel/result'
import { checkBase } from '@main/store/check-base'
import type { WriteDb } from '@main/store/handles'
import type { AccountParts } from './account-parts'
import { hashPassword } from './password-hash'
import { otherAdministrators, userById, userByName } from './users-queries'
import { toSessionUser, toUserRow } from './users-rows'

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

export const createUser = async (parts: AccountParts, input: CreateUser): Promise<Result<{ id: UserId }>> => {
  const rule = checkPassword(input.password, input.username)
  if (!rule.ok) return rule
  const hash = await hashPassword(input.password)
  return parts.current.store.write(async (db) => ({ id: await insertUser(db, input, hash, parts.clock.now()) }))
}

export const editUser = async (parts: AccountParts, input: EditUser): Promise<Result<Record<string, never>>> => {
  const written = await parts.current.store.write(async (db) => {
    const row = (await userById(db, input.id)) ?? refuse('not_found')
    const { changes } = input
    checkBase(toUserRow(row), input.base, changes)
    if (changes.username !== undefined && changes.username !== row.username && (await userByName(db, changes.username)))
      refuse('username_taken', { field: 'username' })
    const losesAdministrator = changes.active === false || changes.roles?.includes('administrator') === false
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
  })
  if (!written.ok) return written
  return ok({})
}

export const setPassword = async (
  parts: AccountParts,
  id: UserId,
  password: string,
): Promise<Result<Record<string, never>>> => {
  const found = await parts.current.store.read((db) => userById(db, id))
  if (!found.ok) return found
  const rule = checkPassword(password, found.value?.username ?? '')
  if (!rule.ok) return rule
  const hash = await hashPassword(password)
  return parts.current.store.write(async (db) => {
    const { numUpdatedRows } = await db
      .updateTable('users')
      .set({ password_hash: hash })
      .where('id', '=', id)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) refuse('not_found')
    return {}
  })
}

/** Another desk (or this one) changed a user: sessions follow at once. */
export const refreshSessions = async (parts: AccountParts, ids: readonly number[]): Promise<void> => {
  const result = await parts.current.store.read((db) => Promise.all(ids.map((id) => userById(db, id))))
  if (!result.ok) return
  for (const [index, id] of ids.entries()) {
    const row = result.value[index]
    parts.signedOut(parts.sessions.refresh(id, row && row.active === 1 ? toSessionUser(row) : null))
  }
}
