import type { UserRow } from '@shared/contract/accounts'

export type UserFields = Pick<UserRow, 'username' | 'displayName' | 'email' | 'roles' | 'active'>

export const fieldsOf = (user: UserRow | null): UserFields =>
  user === null
    ? { username: '', displayName: '', email: null, roles: [], active: true }
    : {
        username: user.username,
        displayName: user.displayName,
        email: user.email,
        roles: user.roles,
        active: user.active,
      }

/** Only what a person changed: two who edit different fields of one user do not meet. */
export const changesOf = (base: UserFields, now: UserFields): Partial<UserFields> => ({
  ...(now.username === base.username ? {} : { username: now.username }),
  ...(now.displayName === base.displayName ? {} : { displayName: now.displayName }),
  ...(JSON.stringify([...now.roles].toSorted()) === JSON.stringify([...base.roles].toSorted())
    ? {}
    : { roles: now.roles }),
  ...(now.active === base.active ? {} : { active: now.active }),
})
