import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { AccountParts } from './account-parts'
import { verifyPassword } from './password-hash'
import { setPassword } from './save-user'
import { userById } from './users-queries'

/** The signed-in person's own password: what ends the idle lock. Refused with `wrong_credentials`. */
export const checkOwnPassword = async (
  parts: AccountParts,
  caller: SignedInCaller,
  password: string,
): Promise<Result<Record<string, never>>> => {
  const wait = parts.throttle.waitFor(caller.user.username, parts.clock.monotonic())
  if (wait > 0) return err(appError('too_many_attempts', { details: { seconds: Math.ceil(wait / 1000) } }))
  const found = await parts.current.store.read((db) => userById(db, caller.user.id))
  if (!found.ok) return found
  if (found.value && (await verifyPassword(password, found.value.password_hash))) {
    parts.throttle.succeeded(caller.user.username)
    return ok({})
  }
  parts.throttle.failed(caller.user.username, parts.clock.monotonic())
  return err(appError('wrong_credentials', { field: 'password' }))
}

export const changeOwnPassword = async (
  parts: AccountParts,
  caller: SignedInCaller,
  current: string,
  next: string,
): Promise<Result<Record<string, never>>> => {
  const right = await checkOwnPassword(parts, caller, current)
  return right.ok ? setPassword(parts, caller.user.id, next) : right
}
