import { z } from 'zod'
import { PERMISSIONS, ROLES } from '@shared/accounts/permissions'
import { userId } from '@shared/kernel/ids'
import { instant } from '@shared/kernel/instant'
import { command, query } from './define'

export const role = z.enum(ROLES)
export const permission = z.enum(PERMISSIONS)

export const username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,39}$/)
const displayName = z.string().trim().min(1).max(80)
const password = z.string().min(1).max(200)

export const sessionUser = z.object({
  id: userId,
  username: z.string(),
  displayName: z.string(),
  roles: z.array(role),
  permissions: z.array(permission),
})
export type SessionUser = z.output<typeof sessionUser>

const signedIn = z.object({
  user: sessionUser,
  /** Lets the same page come back after a reload (`accounts.resume`); dies with the engine or at sign-out. */
  token: z.string(),
  /** Opens the stream door (`/stream/<sha256>?t=…`) while the session lives. */
  streamToken: z.string(),
  /** The page locks itself after this many minutes without a key or a click; 0 is never. */
  idleLockMinutes: z.number().int().min(0),
  /** The session that came back is locked: nothing is answered before `unlock`. */
  locked: z.boolean(),
})

export const userRow = z.object({
  id: userId,
  username: z.string(),
  displayName: z.string(),
  email: z.string().nullable(),
  roles: z.array(role),
  active: z.boolean(),
  lastSignInAt: instant.nullable(),
})
export type UserRow = z.output<typeof userRow>

const userFields = z.object({
  username,
  displayName,
  email: z.email().nullable(),
  roles: z.array(role).min(1),
  active: z.boolean(),
})

export const accounts = {
  signIn: command(z.object({ username: z.string().trim().toLowerCase().max(80), password }), signedIn, {
    needs: 'public',
  }),
  /** Brings a reloaded page back to its session; `unauthenticated` when it is gone. */
  resume: command(z.object({ token: z.string().max(200) }), signedIn, {
    needs: 'public',
    whileLocked: true,
    audit: { as: 'look' },
  }),
  signOut: command(z.object({}), z.object({}), { needs: 'session', whileLocked: true }),
  /** The person is away: every call of this session but those `whileLocked` is refused with `locked`. */
  lock: command(z.object({}), z.object({}), { needs: 'session', whileLocked: true }),
  /** Ends the lock: the signed-in user's own password again. */
  unlock: command(z.object({ password }), z.object({}), { needs: 'session', whileLocked: true }),
  me: query(z.object({}), z.object({ user: sessionUser.nullable() }), { needs: 'public' }),
  changeOwnPassword: command(z.object({ current: password, next: password }), z.object({}), { needs: 'session' }),
  /** Names for menus (owner of a ticket); no more than that. */
  names: query(z.object({}), z.object({ users: z.array(z.object({ id: userId, displayName: z.string() })) }), {
    needs: 'session',
  }),
  list: query(z.object({}), z.object({ users: z.array(userRow) }), { needs: 'users.manage' }),
  create: command(userFields.extend({ password }), z.object({ id: userId }), {
    needs: 'users.manage',
    audit: { plain: ['username', 'roles', 'active'] },
  }),
  edit: command(z.object({ id: userId, base: userFields.partial(), changes: userFields.partial() }), z.object({}), {
    needs: 'users.manage',
    audit: { plain: ['username', 'roles', 'active'] },
  }),
  setPassword: command(z.object({ id: userId, password }), z.object({}), { needs: 'users.manage' }),
}
