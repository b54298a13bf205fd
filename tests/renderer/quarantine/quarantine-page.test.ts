import { useToast } from '@nuxt/ui/composables'
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { defineComponent, h, provide, reactive } from 'vue'
import { createMemoryHistory, createRouter, type Router, routeLocationKey, routerKey } from 'vue-router'
import { permissionsOf } from '@shared/accounts/permissions'
import type { SessionUser } from '@shared/contract/accounts'
import { ok } from '@shared/kernel/result'
import { useShortcutListener } from '@/app/commands'
import { useSession } from '@/app/session'
import QuarantinePage from '@/features/quarantine/QuarantinePage.vue'
import { mountPart } from '../../support/mount-part'

const mail = (id: number, subject: string) => ({
  id,
  mailboxId: null,
  reason: 'doubtful_automatic',
  state: 'open',
  word: '',
  ticket: null,
  about: null,
  decided: null,
  from: 'rita@cittadini.example',
  subject,
  receivedAt: 0,
  size: 900,
  sha256: 'a'.repeat(64),
  emptiedAt: null,
})

let close = (): void => undefined
afterEach(() => close())

it('makes a ticket of a mail, says which, and goes on with the next mail', async () => {
  let waiting = [mail(1, 'Frana'), mail(2, 'Buca'), mail(3, 'Lampione')]
  let router: Router | undefined
  let toast: ReturnType<typeof useToast> | undefined
  const Page = defineComponent({
    setup: () => {
      const component = { render: () => null }
      router = createRouter({
        history: createMemoryHistory(),
        routes: [
          { path: '/', component },
          { path: '/reckoning', name: 'reckoning', component },
          { path: '/queue/:ticketId?', name: 'queue', component },
        ],
      })
      provide(routerKey, router)
      provide(routeLocationKey, reactive(router.currentRoute.value))
      toast = useToast()
      const session = useSession()
      session.user = { id: 1, displayName: 'Maria', permissions: [...permissionsOf(['administrator'])] } as SessionUser
      session.state = 'signed_in'
      useShortcutListener({ singleKeys: () => true, can: (permission) => session.can(permission) })
      return () => h(QuarantinePage)
    },
  })
  const { wrapper, bridge } = mountPart(
    Page,
    {},
    {},
    {
      'mail.quarantine': () => ok({ rows: waiting, total: waiting.length }),
      'mail.quarantineSource': () => ok({ text: '', truncated: false, reading: null }),
      'mail.resolveQuarantine': (input) => {
        waiting = waiting.filter(({ id }) => id !== (input as { id: number }).id)
        return ok({ ticketId: 40 })
      },
      'tickets.get': () => ok({ id: 40, number: 'SEGN-2026-000040' }),
    },
  )
  close = () => wrapper.unmount()
  await flushPromises()
  const press = async (init: KeyboardEventInit): Promise<void> => {
    window.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, ...init }))
    await flushPromises()
  }
  const decided = () => bridge.asked.filter(({ name }) => name === 'mail.resolveQuarantine').length

  await press({ key: 'n', code: 'KeyN' })
  // The key that is still held down is not meant for the next one.
  await press({ key: 'n', code: 'KeyN', repeat: true })
  expect(decided()).toBe(1)
  expect(wrapper.find('article').text()).toContain('Buca')
  expect(router?.currentRoute.value.path).toBe('/')
  const [told] = toast?.toasts.value ?? []
  expect(told?.title).toContain('SEGN-2026-000040')

  for (const open of [told?.actions?.[0]?.onClick ?? []].flat()) open(new MouseEvent('click'))
  await flushPromises()
  expect(router?.currentRoute.value.path).toBe('/queue/40')
})
