import { computed } from 'vue'
import type { RoleRow } from '@shared/contract/accounts'
import { useRoleName } from '@/app/role-name'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'

/** The office's roles, kept fresh, and what they are called. */
export const useRoles = () => {
  const client = useClient()
  const roleName = useRoleName()
  const { data, error, isLoading, refresh } = useQuery(() => client.accounts.roles({}), {
    entities: ['roles', 'users'],
  })
  const roles = computed<readonly RoleRow[]>(() => data.value?.roles ?? [])
  const nameOf = (key: string): string => roleName(key, roles.value.find((role) => role.key === key)?.name)
  return { data, roles, nameOf, error, isLoading, refresh }
}
