import { nextTick, ref } from 'vue'
import { describe, expect, it } from 'vitest'
import { ROLE_PERMISSIONS } from '@shared/accounts/permissions'
import type { RoleRow } from '@shared/contract/accounts'
import { useRoleDraft } from '@/features/accounts/use-role-draft'

const role = (key: string, permissions: RoleRow['permissions']): RoleRow => ({
  key,
  name: '',
  shipped: true,
  permissions,
  users: 1,
})

describe('ticks in the matrix', () => {
  it('are the changes that are saved; one taken back is none', () => {
    const draft = useRoleDraft(ref([role('reader', ['tickets.read']), role('phone', ['map.read'])]))
    draft.set('reader', 'map.read', true)
    draft.set('reader', 'tickets.read', false)
    draft.set('phone', 'map.read', false)
    draft.set('phone', 'map.read', true)
    expect(draft.isGranted('reader', 'tickets.read')).toBe(false)
    expect(draft.count.value).toBe(2)
    expect(draft.changes.value).toEqual([{ key: 'reader', grant: ['map.read'], revoke: ['tickets.read'] }])
    draft.reset()
    expect(draft.isGranted('reader', 'tickets.read')).toBe(true)
  })

  it('outlive what somebody else changed meanwhile, less what they did themselves', async () => {
    const roles = ref([role('reader', ['tickets.read']), role('own-1', [])])
    const draft = useRoleDraft(roles)
    draft.set('reader', 'map.read', true)
    draft.set('reader', 'crews.read', true)
    draft.set('own-1', 'map.read', true)
    roles.value = [role('reader', ['tickets.read', 'map.read', 'contacts.read'])]
    await nextTick()
    expect(draft.changes.value).toEqual([{ key: 'reader', grant: ['crews.read'], revoke: [] }])
    expect(draft.isGranted('reader', 'contacts.read')).toBe(true)
  })

  it('put the shipped permissions back, to be saved like any other', () => {
    const changed = role('counter', ['tickets.read', 'store.manage'])
    const draft = useRoleDraft(ref([changed]))
    expect(draft.isAsShipped(changed)).toBe(false)
    draft.restore(changed)
    expect(draft.isAsShipped(changed)).toBe(true)
    expect(draft.changes.value[0]?.revoke).toEqual(['store.manage'])
    expect(draft.changes.value[0]?.grant).toHaveLength(ROLE_PERMISSIONS.counter.size - 1)
  })
})
