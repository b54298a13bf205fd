import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { AccountParts } from './account-parts'
import { verifyPassword } from './password-hash'
import { writePassword } from './save-user'
import { placeOf } from './throttle'
import { userById } from './users-queries'

/** The signed-in person's own password: what ends the idle lock. Refused with `wrong_credentials`. */
export const checkOwnPassword = async (
  parts: AccountParts,
  caller: SignedInCaller,
  password: string,
): Promise<Result<Record<string, never>>> => {
  const { store } = parts.current
  const { username, id } = caller.user
  const from = placeOf(parts, caller)
  const admitted = await parts.throttle.admit(store, from, username)
  if (!admitted.ok) return admitted
  const found = await store.read((db) => userById(db, id))
  if (!found.ok) return found
  if (!found.value || !(await verifyPassword(password, found.value.password_hash)))
    return err(appError('wrong_credentials', { field: 'password' }))
  await parts.throttle.succeeded(store, from, username)
  return ok({})
}

/** Ends this person's sessions everywhere but here. */
export const changeOwnPassword = async (
  parts: AccountParts,
  caller: SignedInCaller,
  current: string,
  next: string,
): Promise<Result<Record<string, never>>> => {
  const right = await checkOwnPassword(parts, caller, current)
  if (!right.ok) return right
  return writePassword(parts, caller.user.id, next, (_db, epoch) => {
    parts.sessions.outlive(caller.line, epoch)
    return Promise.resolve()
  })
}
