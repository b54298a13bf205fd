import ui from '@nuxt/ui/vue-plugin'
import UApp from '@nuxt/ui/components/App.vue'
import { flushPromises, mount, type MountingOptions, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, vi } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import { createMemoryHistory, createRouter, type Router, RouterView } from 'vue-router'
import type { Role } from '@shared/accounts/permissions'
import { permissionsOf } from '@shared/accounts/permissions'
import type { UserId } from '@shared/kernel/ids'
import type { AppError } from '@shared/kernel/app-error'
import { err, ok, type Result } from '@shared/kernel/result'
import { useShortcutListener } from '@/app/commands'
import { createWords } from '@/app/i18n'
import { useSession } from '@/app/session'
import { createDesk, deskKey } from '@/client/client'
import { feature } from '@/features/intake/feature'

/** The page's time goes by in `calm`, and not by itself. */
afterEach(() => void vi.useRealTimers())

const NOW = 1_795_000_000_000

export const lucia = {
  id: 7,
  name: 'Lucia Bianchi',
  address: 'Via Romana 12, Lunata',
  notes: '',
  identifiers: [{ kind: 'phone', value: '335 139 7378' }],
  createdAt: NOW,
}
export const lampOut = {
  id: 40,
  number: '2026-00040',
  subject: 'Lampione spento',
  status: 'new',
  placeText: 'Via Romana',
  createdAt: NOW,
}
const category = (id: number, name: string, parentId: number | null, defaultPriority: string) => ({
  id,
  parentId,
  name,
  icon: '',
  duplicateRadius: 0,
  defaultPriority,
  active: true,
})
const catalog = {
  categories: [
    category(1, 'Strade', null, 'normal'),
    category(2, 'Buca', 1, 'high'),
    category(3, 'Verde', null, 'low'),
  ],
  districts: [{ id: 5, name: 'Lunata', lat: null, lon: null, active: true }],
  bodies: [],
  crews: [],
  office: {
    town: 'Comune di Prova',
    province: 'LU',
    istat: '',
    belfiore: '',
    postcode: '',
    serviceName: 'Manutenzioni',
    phone: '0583 000000',
    email: '',
    address: 'Piazza di Prova 1',
    privacyNotice: 'I dati servono solo a rispondere.',
    emergencyNumber: '112',
    emergencyWords: ['fuga di gas'],
  },
  zone: 'Europe/Rome',
  undoSeconds: 15,
}

/** What the register knows of the one street: its twelfth house, or its middle. */
const romana = (text: string) => {
  const isWhole = text.endsWith('12')
  return {
    text: isWhole ? 'Via Romana 12' : 'Via Romana',
    locality: 'Lunata',
    districtId: 5,
    lat: 43.84,
    lon: 10.56,
    precision: isWhole ? 'address' : 'street',
    numberKnown: true,
    fromRegistry: true,
    tickets: 3,
  }
}

type Answer = (input: never) => Result<unknown> | Promise<Result<unknown>>

/** An engine that knows one citizen, one street and three categories, and keeps the draft as the real one does. */
export const fakeEngine = () => {
  const calls: { name: string; input: unknown }[] = []
  let draft: { text: string; data: Record<string, unknown>; updatedAt: number | null } = {
    text: '',
    data: {},
    updatedAt: null,
  }
  let refusal: AppError | null = null
  let joinRefusal: AppError | null = null
  const answers: Record<string, Answer> = {
    'settings.catalog': () => ok(catalog),
    'messages.draft': () => ok(draft),
    'desk.status': () => ok({ store: { name: 'archivio.db', path: '' } }),
    'messages.saveDraft': (input: { text: string; data: Record<string, unknown> }) => {
      const empty = input.text === '' && Object.keys(input.data).length === 0
      draft = empty ? { text: '', data: {}, updatedAt: null } : { text: input.text, data: input.data, updatedAt: NOW }
      return ok({ updatedAt: NOW })
    },
    'contacts.find': ({ text }: { text: string }) =>
      ok({ contacts: /335|luc/i.test(text) ? [{ ...lucia, openTickets: [lampOut] }] : [] }),
    'contacts.get': () => ok({ contact: lucia, tickets: [lampOut] }),
    'places.find': ({ text }: { text: string }) => ok({ places: /rom/i.test(text) ? [romana(text)] : [] }),
    'proposals.places': ({ text }: { text: string }) =>
      ok({ places: /via romana 12/i.test(text) ? [romana('via romana 12')] : [] }),
    'proposals.category': ({ text }: { text: string }) =>
      ok({ proposal: /buca/i.test(text) ? { categoryId: 2, confidence: 0.8, because: ['buca'] } : null }),
    'rounds.covering': ({ categoryId }: { categoryId: number | null }) =>
      ok({
        offer:
          categoryId === 2
            ? {
                ...{ roundId: 3, name: 'Buche nord', planned: '2026-12-10', day: '2026-12-10', crewId: 1, minutes: 60 },
                ...{ doneAt: null, tickets: 2, crewName: 'Strade', answer: '' },
              }
            : null,
      }),
    'storms.covering': ({ categoryId }: { categoryId: number | null }) =>
      ok({ offer: categoryId === 2 ? { id: 5, name: 'Gelata', count: 6 } : null }),
    'proposals.nearby': ({ text }: { text: string }) =>
      ok({
        tickets: /lampion/i.test(text)
          ? [
              {
                ...lampOut,
                text: 'Non si accende',
                categoryId: null,
                metres: 40,
                sameStreet: true,
                photo: null,
                reporters: 2,
              },
            ]
          : [],
      }),
    'relations.join': () => {
      if (joinRefusal !== null) return err(joinRefusal)
      return ok({
        id: 42,
        number: '2026-00042',
        trackingCode: 'K7QX-0000',
        master: { id: 40, number: '2026-00040' },
        reporters: 3,
      })
    },
    'places.registry': () => ok({ registry: { streets: 1, doors: 1, placed: 1, file: 'vie.csv', at: NOW } }),
    'places.addressAt': () => ok({ address: { text: 'Via Romana 14', precision: 'address', metres: 9 } }),
    'places.base': () =>
      ok({
        settings: { bbox: [10.4, 43.7, 10.7, 44], base: { kind: 'none' }, orthophoto: null },
        areas: [],
        districts: [],
        hasStreets: false,
      }),
    'places.districtAt': () => ok({ districtId: 5, by: 'nearest' }),
    'tickets.create': () =>
      refusal === null ? ok({ id: 41, number: '2026-00041', trackingCode: 'K7QX-2M9P' }) : err(refusal),
    'tickets.addNote': () => ok({}),
    'tickets.receipt': () =>
      ok({
        number: '2026-00041',
        trackingCode: 'K7QX-2M9P',
        createdAt: NOW,
        subject: 'Buca davanti al civico 12',
        description: 'Buca davanti al civico 12',
        placeText: 'Via Romana 12',
        districtId: 5,
        categoryId: 2,
        contactName: 'Lucia Bianchi',
        answerDue: NOW,
        readAloud: { key: 'readAloud.new', params: { number: '2026-00041', day: '2026-11-23' } },
      }),
  }
  return {
    calls,
    /** What was asked, but for the key that makes a repeated act one. */
    of: (name: string): unknown[] =>
      calls
        .filter((call) => call.name === name)
        .map(({ input }) => {
          const { key: _key, ...asked } = input as { key?: unknown }
          return asked
        }),
    draft: () => draft,
    keepDraft: (text: string, data: Record<string, unknown>) => (draft = { text, data, updatedAt: NOW }),
    refuse: (error: AppError | null) => (refusal = error),
    /** This question is answered when the promise is. */
    hold: (name: string, answer: Promise<unknown>) => (answers[name] = () => answer as Promise<Result<unknown>>),
    refuseJoin: (error: AppError | null) => (joinRefusal = error),
    bridge: {
      invoke: async (name: string, input: unknown): Promise<Result<unknown>> => {
        calls.push({ name, input })
        if (name === 'link.status')
          return ok({ state: 'none', name: '', address: '', port: 0, fingerprint: '', movedTo: null })
        const answer = answers[name]
        if (!answer) throw new Error(`Nobody answers ${name}`)
        return answer(input as never)
      },
      subscribe: () => () => undefined,
      onConnection: (listener: (state: 'connected') => void) => {
        listener('connected')
        return () => undefined
      },
    },
  }
}
export type FakeEngine = ReturnType<typeof fakeEngine>

const Page = defineComponent({
  setup() {
    useShortcutListener({ singleKeys: () => true })
    return () => h(UApp, null, { default: () => h(RouterView) })
  },
})

export interface OpenPage {
  readonly page: VueWrapper
  readonly router: Router
  /** For another part of the same desk. */
  readonly global: MountingOptions<unknown>['global']
}

/** Opens a place of the intake feature for somebody with these roles. */
export const openPage = async (engine: FakeEngine, path = '/nuova', roles: Role[] = ['counter']): Promise<OpenPage> => {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      ...(feature.routes ?? []),
      { path: '/ticket/:ticketId', name: 'ticket', component: { render: () => h('p', 'ticket') } },
    ],
  })
  const pinia = createPinia()
  setActivePinia(pinia)
  const session = useSession()
  session.user = {
    id: 1 as UserId,
    username: 'maria',
    displayName: 'Maria',
    roles,
    permissions: [...permissionsOf(roles)],
  }
  session.state = 'signed_in'
  await router.push(path)
  const global = {
    plugins: [pinia, router, createWords(), ui],
    provide: { [deskKey as symbol]: createDesk(engine.bridge) },
  }
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const page = mount(Page, { attachTo: document.body, global })
  await calm()
  return { page, router, global }
}

/** Lets as much of the page's time go by as a debounced question takes, and its answer come; not a draft. */
export const calm = async (ms = 260): Promise<void> => {
  await vi.dynamicImportSettled()
  await vi.advanceTimersByTimeAsync(ms)
  await flushPromises()
  await nextTick()
}

export const field = (name: string): HTMLInputElement => {
  const found = document.querySelector<HTMLInputElement>(`#intake-${name}`)
  if (!found) throw new Error(`No field ${name}`)
  return found
}
export const focused = (): string => document.activeElement?.id ?? ''

/** Types into whatever holds the keyboard. */
export const type = async (text: string): Promise<void> => {
  const target = document.activeElement as HTMLInputElement
  target.value = text
  target.dispatchEvent(new Event('input', { bubbles: true }))
  await nextTick()
}
export const press = async (key: string, held: KeyboardEventInit = {}): Promise<void> => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held })
  ;(document.activeElement ?? document.body).dispatchEvent(event)
  await nextTick()
  await nextTick()
}
