import type { UserRow } from '@shared/contract/accounts'
import { sameValue } from '@shared/kernel/same-value'

export type UserFields = Pick<UserRow, 'username' | 'displayName' | 'email' | 'roles' | 'active'>

const inOrder = (roles: readonly string[]): string[] => roles.toSorted()

/** What was typed, to be compared with `base`: in whatever order they were ticked, the same roles are the same value. */
export const typedFields = (base: UserFields, form: UserFields): UserFields => ({
  ...form,
  roles: sameValue(inOrder(base.roles), inOrder(form.roles)) ? base.roles : inOrder(form.roles),
})

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
