import { computed, ref, watch, type Ref } from 'vue'
import { ROLES, ROLE_PERMISSIONS, type Permission, type Role } from '@shared/accounts/permissions'
import type { RoleRow } from '@shared/contract/accounts'

interface Mark {
  readonly key: string
  readonly permission: Permission
  readonly granted: boolean
}

const placeOf = (key: string, permission: Permission): string => `${key} ${permission}`

/**
 * What was ticked and not saved yet, over what the store holds: each tick is a change of its own, so that somebody
 * else's in the same role stays.
 */
export const useRoleDraft = (roles: Readonly<Ref<readonly RoleRow[]>>) => {
  const marks = ref<ReadonlyMap<string, Mark>>(new Map())

  const holds = (key: string, permission: Permission): boolean =>
    roles.value.find((role) => role.key === key)?.permissions.includes(permission) ?? false
  const isGranted = (key: string, permission: Permission): boolean =>
    marks.value.get(placeOf(key, permission))?.granted ?? holds(key, permission)
  const isChanged = (key: string, permission: Permission): boolean => marks.value.has(placeOf(key, permission))

  const set = (key: string, permission: Permission, granted: boolean): void => {
    const next = new Map(marks.value)
    if (granted === holds(key, permission)) next.delete(placeOf(key, permission))
    else next.set(placeOf(key, permission), { key, permission, granted })
    marks.value = next
  }
  const reset = (): void => {
    marks.value = new Map()
  }
  // Somebody else set the same, or removed the role: nothing is left to save of it.
  watch(roles, () => {
    const known = new Set(roles.value.map(({ key }) => key))
    marks.value = new Map(
      [...marks.value].filter(([, mark]) => known.has(mark.key) && mark.granted !== holds(mark.key, mark.permission)),
    )
  })

  const changes = computed(() => {
    const all = [...marks.value.values()]
    return [...new Set(all.map(({ key }) => key))].map((key) => ({
      key,
      grant: all.filter((mark) => mark.key === key && mark.granted).map(({ permission }) => permission),
      revoke: all.filter((mark) => mark.key === key && !mark.granted).map(({ permission }) => permission),
    }))
  })

  const shippedOf = (key: string): ReadonlySet<Permission> | null =>
    ROLES.some((role) => role === key) ? ROLE_PERMISSIONS[key as Role] : null
  /** Ticks what shipped; saved like any other change. */
  const restore = (role: RoleRow): void => {
    const shipped = shippedOf(role.key)
    if (shipped === null) return
    for (const permission of ROLE_PERMISSIONS.administrator) set(role.key, permission, shipped.has(permission))
  }
  const isAsShipped = (role: RoleRow): boolean => {
    const shipped = shippedOf(role.key)
    return (
      shipped !== null &&
      [...ROLE_PERMISSIONS.administrator].every(
        (permission) => isGranted(role.key, permission) === shipped.has(permission),
      )
    )
  }

  return { isGranted, isChanged, set, reset, restore, isAsShipped, changes, count: computed(() => marks.value.size) }
}

export type RoleDraft = ReturnType<typeof useRoleDraft>
