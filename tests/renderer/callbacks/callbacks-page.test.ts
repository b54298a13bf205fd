import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent, h, provide } from 'vue'
import { createMemoryHistory, createRouter, routerKey } from 'vue-router'
import { permissionsOf, type Role } from '@shared/accounts/permissions'
import type { SessionUser } from '@shared/contract/accounts'
import { ok } from '@shared/kernel/result'
import { offeredCommands, useShortcutListener } from '@/app/commands'
import { useSession } from '@/app/session'
import CallbacksPage from '@/features/callbacks/CallbacksPage.vue'
import { mountPart } from '../../support/mount-part'

const waiting = {
  id: 3,
  ticket: null,
  contactId: null,
  name: 'Nadia',
  phone: '335 139 7378',
  reason: '',
  askedAt: 0,
  askedBy: 'Maria',
  dueAt: 0,
  isDue: true,
  outcome: null,
  attempts: [],
}

describe('the list of calls to make', () => {
  let close = (): void => undefined
  afterEach(() => close())

  const openList = async (role: Role) => {
    const Page = defineComponent({
      setup: () => {
        const routes = [{ path: '/', component: { render: () => null } }]
        provide(routerKey, createRouter({ history: createMemoryHistory(), routes }))
        const session = useSession()
        session.user = { id: 1, displayName: 'Maria', permissions: [...permissionsOf([role])] } as SessionUser
        session.state = 'signed_in'
        useShortcutListener({ singleKeys: () => true, can: (permission) => session.can(permission) })
        return () => h(CallbacksPage)
      },
    })
    const { wrapper } = mountPart(Page, {}, {}, { 'callbacks.list': () => ok({ callbacks: [waiting], due: 1 }) })
    close = () => wrapper.unmount()
    await flushPromises()
    const keys = offeredCommands.value.flatMap((command) => command.keys ?? [])
    return { text: wrapper.text(), keys }
  }

  it('takes down what came of a call from whoever answers the telephone', async () => {
    const { text, keys } = await openList('phone')
    expect(text).toContain('Avvisato')
    expect(keys).toEqual(expect.arrayContaining(['a', 'n', 'b', 's', 'delete', 'r']))
  })

  it('shows a mere reader who waits, and offers nothing that would be refused', async () => {
    const { text, keys } = await openList('reader')
    expect(text).toContain('Nadia')
    expect(text).not.toContain('Avvisato')
    expect(keys.filter((key) => ['a', 'n', 'b', 's', 'delete', 'r'].includes(key))).toEqual([])
  })
})
