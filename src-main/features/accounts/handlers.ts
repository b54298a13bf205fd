import type { accounts } from '@shared/contract/accounts'
import type { FeatureHandlers } from '@shared/contract/define'
import type { UserId } from '@shared/kernel/ids'
import { ok } from '@shared/kernel/result'
import { type Caller, signedIn } from '@main/platform/caller'
import type { AccountParts } from './account-parts'
import { endSessions, signOutEverywhere } from './end-sessions'
import { listRoles } from './role-queries'
import { createRole, removeRole, renameRole, setPermissions } from './save-role'
import { changeOwnPassword, checkOwnPassword } from './own-password'
import { createUser, editUser, setPassword } from './save-user'
import { resume, signIn } from './sign-in'
import { allUsers } from './users-queries'
import { toUserRow } from './users-rows'

export const accountHandlers = (parts: AccountParts): FeatureHandlers<typeof accounts, Caller> => ({
  signIn: (caller, input) => signIn(parts, caller, input),
  resume: (caller, { token }) => resume(parts, caller, token),
  signOut: (caller) => {
    parts.lookedAway(caller.line)
    parts.locks.unlock(caller.line)
    parts.sessionEnded({ lines: parts.sessions.end(caller.line) })
    return Promise.resolve(ok({}))
  },
  lock: (caller) => {
    parts.lookedAway(caller.line)
    parts.locked(parts.locks.lock(caller.line))
    return Promise.resolve(ok({}))
  },
  unlock: async (caller, { password }) => {
    const right = await checkOwnPassword(parts, signedIn(caller), password)
    if (right.ok) parts.unlocked(parts.locks.unlock(caller.line).filter((line) => line !== caller.line))
    return right
  },
  me: (caller) => Promise.resolve(ok({ user: caller.user })),
  changeOwnPassword: (caller, { current, next }) => changeOwnPassword(parts, signedIn(caller), current, next),
  names: () =>
    parts.current.store.read(async (db) => ({
      users: (await allUsers(db))
        .filter((row) => row.active === 1)
        .map((row) => ({ id: row.id as UserId, displayName: row.display_name })),
    })),
  list: () => parts.current.store.read(async (db) => ({ users: (await allUsers(db)).map(toUserRow) })),
  create: (caller, input) => createUser(parts, signedIn(caller), input),
  edit: (caller, input) => editUser(parts, signedIn(caller), input),
  setPassword: (caller, { id, password }) => setPassword(parts, signedIn(caller), id, password),
  stillHere: (caller) => {
    parts.sessions.used(caller.line)
    return Promise.resolve(ok({}))
  },
  signOutEverywhere: (caller) => signOutEverywhere(parts, signedIn(caller)),
  endSessions: (caller, { id }) => endSessions(parts, signedIn(caller), id),
  roles: () => parts.current.store.read(async (db) => ({ roles: await listRoles(db) })),
  createRole: (caller, input) => createRole(parts, signedIn(caller), input),
  renameRole: (_caller, input) => renameRole(parts, input),
  setPermissions: (caller, input) => setPermissions(parts, signedIn(caller), input),
  removeRole: (_caller, { key }) => removeRole(parts, key),
})
