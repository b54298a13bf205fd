import type { InputOf, OutputOf } from '@shared/contract/define'
import type { accounts } from '@shared/contract/accounts'
import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import type { Caller } from '@main/platform/caller'
import { actorKnown } from '@main/store/audit/acting'
import { readSetting } from '@main/features/settings/read-setting'
import type { AccountParts } from './account-parts'
import { verifyPassword } from './password-hash'
import { sessionUserOf } from './role-queries'
import type { Session } from './sessions'
import { placeOf } from './throttle'
import { userByName } from './users-queries'

/** Compared against when the name is unknown, so that both answers take as long. */
const NOBODY = 'scrypt$32768$8$3$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

type SignedIn = OutputOf<(typeof accounts)['signIn']>

export const signIn = async (
  parts: AccountParts,
  caller: Caller,
  input: InputOf<(typeof accounts)['signIn']>,
): Promise<Result<SignedIn>> => {
  const { store } = parts.current
  const found = await store.read((db) => userByName(db, input.username))
  if (!found.ok) return found
  const row = found.value
  // A name that nobody has is not written down: people type their password into the wrong field.
  if (row) actorKnown({ id: row.id, name: row.username })
  const from = placeOf(parts, caller)
  const admitted = await parts.throttle.admit(store, from, input.username)
  if (!admitted.ok) return admitted
  const right = await verifyPassword(input.password, row?.password_hash ?? NOBODY)
  if (!row || !right) return err(appError('wrong_credentials'))
  await parts.throttle.succeeded(store, from, input.username)
  if (row.active !== 1) return err(appError('account_disabled'))
  // A store that is open for reading only still lets people in to read.
  if (store.facts.readOnly === null) {
    await store.write(async (db) => {
      await db.updateTable('users').set({ last_sign_in_at: parts.clock.now() }).where('id', '=', row.id).execute()
    })
  }
  const user = await store.read((db) => sessionUserOf(db, row))
  if (!user.ok) return user
  return answer(parts, parts.sessions.open(caller.line, user.value, row.session_epoch), false)
}

export const resume = async (parts: AccountParts, caller: Caller, token: string): Promise<Result<SignedIn>> => {
  const session = parts.sessions.resume(caller.line, token)
  if (session === null) return err(appError('unauthenticated'))
  actorKnown({ id: session.user.id, name: session.user.username })
  return answer(parts, session, parts.locks.isLocked(caller.line))
}

const answer = async (parts: AccountParts, session: Session, locked: boolean): Promise<Result<SignedIn>> => {
  const office = await parts.current.store.read((db) => readSetting(db, 'office'))
  if (!office.ok) return office
  return ok({
    user: session.user,
    token: session.token,
    streamToken: session.streamToken,
    idleLockMinutes: office.value.idleLockMinutes,
    locked,
  })
}
