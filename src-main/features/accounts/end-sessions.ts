import { refuse } from '@shared/kernel/app-error'
import type { UserId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { WriteDb } from '@main/store/handles'
import type { AccountParts } from './account-parts'
import { needOwnRights } from './own-rights'
import { permissionsOfUser, sessionUserOf } from './role-queries'
import { allUsers, userById } from './users-queries'

/** Inside a write: every desk ends this user's sessions as soon as it hears of it. Answers the new epoch. */
export const raiseEpoch = async (db: WriteDb, id: number): Promise<number> => {
  const row = (await userById(db, id)) ?? refuse('not_found')
  const epoch = row.session_epoch + 1
  await db.updateTable('users').set({ session_epoch: epoch }).where('id', '=', id).execute()
  return epoch
}

/** *Esci da tutte le postazioni*: one's own sessions, wherever they are. */
export const signOutEverywhere = (
  parts: AccountParts,
  caller: SignedInCaller,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    await raiseEpoch(db, caller.user.id)
    return {}
  })

/** Somebody else's, by whoever manages users and may do all that they may. */
export const endSessions = (
  parts: AccountParts,
  caller: SignedInCaller,
  id: UserId,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    await needOwnRights(db, caller, await permissionsOfUser(db, id))
    await raiseEpoch(db, id)
    return {}
  })

/** Somebody's row or a role moved, on this desk or another: the sessions of these users (all when null) follow at once. */
export const refreshSessions = async (parts: AccountParts, ids: readonly number[] | null): Promise<void> => {
  const wanted = ids ?? parts.sessions.userIds
  const result = await parts.current.store.read(async (db) => {
    const rows = (await allUsers(db)).filter((row) => wanted.includes(row.id))
    return Promise.all(rows.map(async (row) => ({ row, user: await sessionUserOf(db, row) })))
  })
  if (!result.ok) return
  const found = new Map(result.value.map((one) => [one.row.id, one]))
  for (const id of wanted) {
    const one = found.get(id)
    const user = one && one.row.active === 1 ? one.user : null
    for (const ended of parts.sessions.refresh(id, user, one?.row.session_epoch ?? 0)) parts.sessionEnded(ended)
  }
}
