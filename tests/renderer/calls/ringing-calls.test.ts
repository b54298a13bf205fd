import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent, h, provide } from 'vue'
import { createMemoryHistory, createRouter, type Router, routerKey } from 'vue-router'
import { permissionsOf, type Role } from '@shared/accounts/permissions'
import type { SessionUser } from '@shared/contract/accounts'
import { appError } from '@shared/kernel/app-error'
import { err, ok } from '@shared/kernel/result'
import { callToTake } from '@/app/call-to-take'
import { offeredCommands, runCommand } from '@/app/commands'
import { useSession } from '@/app/session'
import RingingCalls from '@/features/calls/RingingCalls.vue'
import { mountPart } from '../../support/mount-part'

const lucia = {
  id: 4,
  state: 'ringing',
  number: '335 139 7378',
  line: 'Sportello',
  people: [{ id: 7, name: 'Lucia Bianchi' }],
  startedAt: 0,
  openTickets: [{ id: 40, number: 'SEGN-2026-000040', subject: 'Lampione spento', status: 'new' }],
}
const unknown = { ...lucia, id: 5, number: '0583 429211', people: [], openTickets: [] }

let close = (): void => undefined
afterEach(() => close())

const openBar = async (calls: readonly object[], role: Role = 'phone', taken: string | null = null) => {
  let router: Router | undefined
  const Page = defineComponent({
    setup: () => {
      const component = { render: () => null }
      router = createRouter({
        history: createMemoryHistory(),
        routes: [
          { path: '/', component },
          { path: '/nuova', name: 'intake', component },
          { path: '/chiamate', name: 'calls', component },
        ],
      })
      provide(routerKey, router)
      const session = useSession()
      session.user = { id: 1, displayName: 'Maria', permissions: [...permissionsOf([role])] } as SessionUser
      session.state = 'signed_in'
      return () => [h('textarea', { id: 'being-typed' }), h(RingingCalls)]
    },
  })
  const { wrapper } = mountPart(
    Page,
    {},
    {},
    {
      'calls.ringing': () => ok({ calls }),
      'calls.take': () => (taken === null ? ok({}) : err(appError('conflict', { current: { takenBy: taken } }))),
    },
  )
  close = () => wrapper.unmount()
  document.querySelector<HTMLElement>('#being-typed')?.focus()
  await flushPromises()
  const keys = () => offeredCommands.value.flatMap((command) => command.keys ?? [])
  return { wrapper, keys, at: () => router?.currentRoute.value.fullPath }
}

describe('somebody who calls', () => {
  it('is named beside the title with what they wait for, takes no keyboard, and one key opens the form', async () => {
    const { wrapper, at } = await openBar([lucia])
    expect(wrapper.text()).toContain('Lucia Bianchi')
    expect(wrapper.text()).toContain('1 aperta')
    expect(document.activeElement?.id).toBe('being-typed')
    expect(runCommand('calls.take')).toBe(true)
    await flushPromises()
    expect(at()).toBe('/nuova?numero=335+139+7378&chiamata=4')
  })

  it('waits in a list behind who called first, and can be put aside', async () => {
    const { wrapper, keys } = await openBar([lucia, unknown])
    expect(wrapper.text()).toContain('+1')
    expect(keys()).toEqual(expect.arrayContaining(['f4', 'shift+f4']))
    close()
    const alone = await openBar([unknown])
    expect(alone.wrapper.text()).toContain('0583 429211')
    await alone.wrapper.get('button[aria-label*="Non mostrare"]').trigger('click')
    expect(alone.wrapper.text()).not.toContain('0583 429211')
    expect(alone.keys()).not.toContain('f4')
  })

  it('is taken by a click on the computer’s notice, once the desk is unlocked; one that is over is shown in the log', async () => {
    const { at } = await openBar([lucia])
    const session = useSession()
    session.state = 'locked'
    callToTake.value = 4
    await flushPromises()
    expect(at()).toBe('/')
    session.state = 'signed_in'
    await flushPromises()
    expect([at(), callToTake.value]).toEqual(['/nuova?numero=335+139+7378&chiamata=4', null])
    callToTake.value = 3
    await flushPromises()
    expect(at()).toBe('/chiamate')
  })

  it('is left to the colleague who was quicker, and is shown to nobody who may write no report', async () => {
    const { at } = await openBar([lucia], 'phone', 'Paolo')
    runCommand('calls.take')
    await flushPromises()
    expect(at()).toBe('/')
    close()
    const reader = await openBar([lucia], 'reader')
    expect(reader.wrapper.text()).not.toContain('Lucia')
  })
})
