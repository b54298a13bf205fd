import { z } from 'zod'
import { PERMISSIONS } from '@shared/accounts/permissions'
import { userId } from '@shared/kernel/ids'
import { instant } from '@shared/kernel/instant'
import { command, query } from './define'

/** A role's key: one of the shipped ones, or of the office's own. */
export const roleKey = z.string().regex(/^[a-z0-9-]{1,40}$/)
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
  roles: z.array(roleKey),
  /** Names by key, of roles that the office made or renamed. */
  roleNames: z.record(z.string(), z.string()).optional(),
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
  roles: z.array(roleKey),
  active: z.boolean(),
  lastSignInAt: instant.nullable(),
})
export type UserRow = z.output<typeof userRow>

/** Whole, as mail carries it. */
export const emailAddress = z.email()

const userFields = z.object({
  username,
  displayName,
  email: emailAddress.nullable(),
  roles: z.array(roleKey).min(1).max(20),
  active: z.boolean(),
})

const roleName = z.string().trim().max(40)

export const roleRow = z.object({
  key: roleKey,
  /** Empty: the shipped name, in the reader's language. */
  name: z.string(),
  /** Ships with the program: may be renamed and changed, not removed. */
  shipped: z.boolean(),
  permissions: z.array(permission),
  /** How many people hold it. */
  users: z.number().int(),
})
export type RoleRow = z.output<typeof roleRow>

const permissionSet = z.array(permission).max(PERMISSIONS.length)

export const accounts = {
  signIn: command(z.object({ username: z.string().trim().toLowerCase().max(80), password }), signedIn, {
    needs: 'public',
    audit: { as: 'event' },
  }),
  /** Brings a reloaded page back to its session; `unauthenticated` when it is gone. */
  resume: command(z.object({ token: z.string().max(200) }), signedIn, {
    needs: 'public',
    whileLocked: true,
    audit: { as: 'look' },
  }),
  signOut: command(z.object({}), z.object({}), { needs: 'session', whileLocked: true, audit: { as: 'event' } }),
  /** The person is away: every call of this session but those `whileLocked` is refused with `locked`. */
  lock: command(z.object({}), z.object({}), { needs: 'session', whileLocked: true, audit: { as: 'look' } }),
  /** Ends the lock: the signed-in user's own password again. */
  unlock: command(z.object({ password }), z.object({}), {
    needs: 'session',
    whileLocked: true,
    audit: { as: 'event' },
  }),
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
  /** The page tells that somebody is at the keyboard; what it asks by itself is no sign of that. */
  stillHere: command(z.object({}), z.object({}), { needs: 'session', audit: { as: 'none' } }),
  /** *Esci da tutte le postazioni*: one's own sessions, wherever they are, this one too. */
  signOutEverywhere: command(z.object({}), z.object({}), { needs: 'session', audit: { as: 'event' } }),
  endSessions: command(z.object({ id: userId }), z.object({}), { needs: 'users.manage' }),
  roles: query(z.object({}), z.object({ roles: z.array(roleRow) }), { needs: 'users.manage' }),
  createRole: command(z.object({ name: roleName.min(1), permissions: permissionSet }), z.object({ key: roleKey }), {
    needs: 'users.manage',
    audit: { plain: ['name', 'permissions'] },
  }),
  renameRole: command(z.object({ key: roleKey, base: roleName, name: roleName }), z.object({}), {
    needs: 'users.manage',
    audit: { plain: ['key', 'name'] },
  }),
  /** Single permissions given and taken, all or none; `role_fixed` for the administrator's. */
  setPermissions: command(
    z.object({
      changes: z
        .array(z.object({ key: roleKey, grant: permissionSet, revoke: permissionSet }))
        .min(1)
        .max(100),
    }),
    z.object({}),
    { needs: 'users.manage', audit: { plain: ['changes'] } },
  ),
  /** `in_use` while somebody holds it. */
  removeRole: command(z.object({ key: roleKey }), z.object({}), {
    needs: 'users.manage',
    audit: { plain: ['key'] },
  }),
}
