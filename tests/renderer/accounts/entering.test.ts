import ui from '@nuxt/ui/vue-plugin'
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { createMemoryHistory } from 'vue-router'
import type { Result } from '@shared/kernel/result'
import { appError } from '@shared/kernel/app-error'
import { changedFields } from '@shared/kernel/field-changes'
import { err, ok } from '@shared/kernel/result'
import { createWords } from '@/app/i18n'
import { createDeskRouter } from '@/app/router'
import { createDesk, deskKey } from '@/client/client'
import { feature as accounts } from '@/features/accounts/feature'
import SignInPage from '@/features/accounts/SignInPage.vue'
import { fieldsOf, typedFields } from '@/features/accounts/user-fields'
import { feature as start } from '@/features/start/feature'
import StartPage from '@/features/start/StartPage.vue'

const status = (isOpen: boolean) => ({
  version: '0.0.0',
  host: 'web',
  mayChooseStore: true,
  store: isOpen
    ? {
        name: 'archivio.db',
        path: '',
        readOnly: 'store_newer',
        readOnlyDetails: {},
        mode: 'local',
        network: false,
        synced: null,
        demo: false,
        town: 'Borgo',
      }
    : null,
})
const entered = {
  user: { id: 1, username: 'anna', displayName: 'Anna', roles: ['counter'], permissions: ['tickets.read'] },
  token: 'one',
  streamToken: 'two',
  idleLockMinutes: 0,
}

const answersWith = (answers: Record<string, () => Result<unknown>>) => (name: string) =>
  answers[name]?.() ?? err(appError('not_found'))

const deskWith = (answers: Record<string, () => Result<unknown>>) =>
  createDesk({
    invoke: (name) => Promise.resolve(answersWith(answers)(name)),
    subscribe: () => () => undefined,
    onConnection: (listener) => {
      listener('connected')
      return () => undefined
    },
  })

/** Its calls wait until the engine is there. */
const startingDesk = (answers: Record<string, () => Result<unknown>>) => {
  let start: () => void = () => undefined
  const started = new Promise<void>((resolve) => (start = resolve))
  const desk = createDesk({
    invoke: async (name) => {
      await started
      return answersWith(answers)(name)
    },
    subscribe: () => () => undefined,
    onConnection: (listener) => {
      listener('connecting')
      void started.then(() => listener('connected'))
      return () => undefined
    },
  })
  return { desk, start }
}

const queue = { id: 'queue', routes: [{ path: '/queue', name: 'queue', component: { render: () => null } }] }
const routerOver = (desk: ReturnType<typeof deskWith>) =>
  createDeskRouter([accounts, queue, start], desk, createMemoryHistory())

beforeEach(() => {
  sessionStorage.clear()
  localStorage.clear()
  setActivePinia(createPinia())
})

describe('entering the desk', () => {
  it('begins with the first start while no store is open', async () => {
    const router = routerOver(deskWith({ 'desk.status': () => ok(status(false)) }))
    await router.push('/queue')
    expect(router.currentRoute.value.name).toBe('start')
  })

  it('asks for a name at once where there was a store, and goes to the first start when it is gone', async () => {
    await routerOver(deskWith({ 'desk.status': () => ok(status(true)) })).push('/queue')
    const { desk, start: engineStarts } = startingDesk({ 'desk.status': () => ok(status(false)) })
    const router = routerOver(desk)
    await router.push('/queue')
    expect(router.currentRoute.value.name).toBe('sign-in')
    const page = mount(SignInPage, {
      global: { plugins: [createPinia(), createWords('it'), router, ui], provide: { [deskKey as symbol]: desk } },
    })
    engineStarts()
    await flushPromises()
    expect(router.currentRoute.value.name).toBe('start')
    page.unmount()

    // From then on nobody is asked for a name before a store is known.
    const next = startingDesk({ 'desk.status': () => ok(status(true)) })
    const again = routerOver(next.desk)
    const pushed = again.push('/queue')
    await flushPromises()
    expect(again.currentRoute.value.matched).toEqual([])
    next.start()
    await pushed
    expect(again.currentRoute.value.fullPath).toBe('/sign-in?next=/queue')
  })

  it('goes on from the first start when the store that was awaited has opened by itself', async () => {
    let isOpen = false
    let tell: (event: { name: string; payload: unknown }) => void = () => undefined
    const awaited = {
      name: 'archivio.db',
      code: 'store_other_version_in_use',
      details: { who: 'PC-SPORTELLO (maria)' },
    }
    const desk = createDesk({
      invoke: (name) =>
        Promise.resolve(
          answersWith({ 'desk.status': () => ok({ ...status(isOpen), notOpened: isOpen ? null : awaited }) })(name),
        ),
      subscribe: (listener) => {
        tell = listener
        return () => undefined
      },
      onConnection: (listener) => {
        listener('connected')
        return () => undefined
      },
    })
    const router = routerOver(desk)
    await router.push('/start')
    const page = mount(StartPage, {
      global: { plugins: [createPinia(), createWords('it'), router, ui], provide: { [deskKey as symbol]: desk } },
    })
    await flushPromises()
    expect(page.text()).toContain('PC-SPORTELLO (maria)')
    expect(page.text()).toContain('riprova da sola')
    isOpen = true
    tell({ name: 'store', payload: {} })
    await flushPromises()
    await flushPromises()
    expect(router.currentRoute.value.name).toBe('sign-in')
    page.unmount()
  })

  it('asks for a name and a password before any page', async () => {
    const router = routerOver(deskWith({ 'desk.status': () => ok(status(true)) }))
    await router.push('/queue')
    expect(router.currentRoute.value.name).toBe('sign-in')
    expect(router.currentRoute.value.query['next']).toBe('/queue')
  })

  it('brings a reloaded page back to where it was', async () => {
    sessionStorage.setItem('desk.session', 'one')
    const desk = deskWith({ 'desk.status': () => ok(status(true)), 'accounts.resume': () => ok(entered) })
    const router = routerOver(desk)
    await router.push('/queue')
    expect(router.currentRoute.value.name).toBe('queue')
  })

  it('says how long to wait after too many wrong passwords, and why a store is for reading only', async () => {
    const desk = deskWith({
      'desk.status': () => ok(status(true)),
      'accounts.signIn': () => err(appError('too_many_attempts', { details: { seconds: 20 } })),
    })
    const router = routerOver(desk)
    await router.push('/sign-in')
    const page = mount(SignInPage, {
      attachTo: document.body,
      global: {
        plugins: [createPinia(), createWords('it'), router, ui],
        provide: { [deskKey as symbol]: desk },
      },
    })
    await flushPromises()
    expect(page.text()).toContain('sola lettura')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(page.get('p[role="alert"]').text()).toContain('20 s')
    page.unmount()
  })
})

describe("a user's fields", () => {
  it('sends only what was changed, whatever the order of the roles', () => {
    const base = { ...fieldsOf(null), roles: ['counter', 'phone'] as ('counter' | 'phone')[] }
    const now = { ...base, displayName: 'Anna Neri', roles: ['phone', 'counter'] as ('counter' | 'phone')[] }
    expect(changedFields(base, typedFields(base, now))).toEqual({ displayName: 'Anna Neri' })
  })
})
