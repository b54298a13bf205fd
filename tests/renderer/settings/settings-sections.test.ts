import ui from '@nuxt/ui/vue-plugin'
import UApp from '@nuxt/ui/components/App.vue'
import { it as italian } from '@nuxt/ui/locale'
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { h, type Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Permission } from '@shared/accounts/permissions'
import { appError } from '@shared/kernel/app-error'
import type { UserId } from '@shared/kernel/ids'
import { err, ok } from '@shared/kernel/result'
import { createWords } from '@/app/i18n'
import { useSession } from '@/app/session'
import { createDesk, deskKey } from '@/client/client'
import BodiesSection from '@/features/settings/BodiesSection.vue'
import CalendarSection from '@/features/settings/CalendarSection.vue'
import CategoriesSection from '@/features/settings/CategoriesSection.vue'
import OfficeSection from '@/features/settings/OfficeSection.vue'
import { StandInBridge } from '../../support/stand-in-bridge'

const calendar = {
  zone: 'Europe/Rome',
  hours: { 1: [{ from: '09:00', to: '12:30' }], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] },
  patron: { month: 7, day: 16 },
  closures: ['2026-12-24'],
}
const budget = { firstAnswerMinutes: 90, resolutionMinutes: 600 }
const deadlines = {
  byPriority: { low: { ...budget }, normal: { ...budget }, high: { ...budget }, urgent: { ...budget } },
  byCategory: {},
  byKind: {},
  answerWithinDays: 30,
}
const office = {
  town: 'Borgo',
  province: 'LU',
  istat: '046007',
  belfiore: 'B648',
  postcode: '55012',
  serviceName: 'URP',
  phone: '0583 0',
  email: 'urp@example.org',
  address: 'Piazza 0',
  privacyNotice: '',
  emergencyNumber: '112',
  emergencyWords: ['fuga di gas'],
  idleLockMinutes: 0,
}
const settings = { office, calendar, deadlines }
const category = { icon: '', duplicateRadius: 50, defaultPriority: 'high', active: true }
const body = { email: '', pec: 'gas@example.org', phone: '', notes: '', chaseDays: 7, active: true }
const catalog = {
  categories: [
    { ...category, id: 1, parentId: null, name: 'Strade' },
    { ...category, id: 2, parentId: null, name: 'Verde', active: false },
    { ...category, id: 3, parentId: 1, name: 'Buca' },
  ],
  bodies: [
    { ...body, id: 1, isHome: true, name: 'Comune di Prova' },
    { ...body, id: 2, isHome: false, name: 'Gestore del gas' },
  ],
}

describe('the settings that fill menus and deadlines', () => {
  let page: VueWrapper | null = null
  afterEach(() => {
    page?.unmount()
    document.body.innerHTML = ''
  })

  const open = async (section: Component, permissions: Permission[] = ['settings.read', 'settings.manage']) => {
    const bridge = new StandInBridge()
    bridge.rules.set('settings.catalog', () => ok(catalog))
    bridge.rules.set('settings.all', () => ok(settings))
    const pinia = createPinia()
    setActivePinia(pinia)
    const session = useSession()
    session.user = { id: 1 as UserId, username: 'elena', displayName: 'Elena', roles: [], permissions }
    const router = createRouter({
      history: createMemoryHistory(),
      routes: [{ path: '/', component: { render: () => null } }],
    })
    page = mount(
      { render: () => h(UApp, { locale: italian }, { default: () => h(section) }) },
      {
        attachTo: document.body,
        global: {
          plugins: [pinia, router, createWords('it'), ui],
          provide: { [deskKey as symbol]: createDesk(bridge) },
        },
      },
    )
    await flushPromises()
    const saved = (name: string): unknown[] => bridge.asked.filter((call) => call.name === name).map((c) => c.input)
    return { bridge, saved }
  }
  const button = (name: string, within: ParentNode = document): HTMLButtonElement => {
    const found = [...within.querySelectorAll('button')].find(
      (one) => one.getAttribute('aria-label') === name || one.textContent.trim() === name,
    )
    if (!found) throw new Error(`No button ${name}`)
    return found
  }
  const write = async (field: HTMLInputElement | null | undefined, text: string): Promise<void> => {
    if (!field) throw new Error('No such field')
    field.value = text
    field.dispatchEvent(new Event('input', { bubbles: true }))
    await flushPromises()
  }
  const press = async (one: HTMLElement): Promise<void> => {
    one.click()
    await flushPromises()
  }
  const formOf = (index: number): HTMLFormElement => document.forms[index] as HTMLFormElement
  const send = async (form: HTMLFormElement): Promise<void> => {
    form.dispatchEvent(new Event('submit', { cancelable: true, bubbles: true }))
    await flushPromises()
  }

  it('lists each category under its own and keeps the dialog open when the name is taken', async () => {
    const { bridge, saved } = await open(CategoriesSection)
    expect([...document.querySelectorAll('tbody th')].map((cell) => cell.textContent.trim())).toEqual([
      'Strade',
      'Buca',
      'Verde',
    ])
    bridge.rules.set('settings.editCategory', () => err(appError('name_taken', { field: 'name' })))
    await press(button('Modifica Buca'))
    await write(document.querySelector<HTMLInputElement>('[role=dialog] input'), 'Verde')
    await press(button('Salva'))
    expect(saved('settings.editCategory')).toEqual([{ id: 3, base: { name: 'Buca' }, changes: { name: 'Verde' } }])
    expect(document.querySelector('[role=dialog]')?.textContent).toContain('Questo nome è già usato')
  })

  it('marks the municipality among the bodies and sends only what was changed', async () => {
    const { bridge, saved } = await open(BodiesSection)
    expect(document.querySelector('tbody tr')?.textContent).toContain('Comune di Prova')
    bridge.rules.set('settings.editBody', () => ok({}))
    await press(button('Modifica Gestore del gas'))
    await write(document.querySelectorAll<HTMLInputElement>('[role=dialog] input')[1], 'gas@example.com')
    await press(button('Salva'))
    expect(saved('settings.editBody')).toEqual([{ id: 2, base: { email: '' }, changes: { email: 'gas@example.com' } }])
    expect(document.querySelector('[role=dialog]')).toBeNull()
  })

  it('adds a slot, refuses one that ends before it begins, and saves the calendar alone', async () => {
    const { bridge, saved } = await open(CalendarSection)
    bridge.rules.set('settings.save', () => ok({}))
    await press(button('martedì: aggiungi una fascia'))
    const clock = (name: string) => document.querySelector<HTMLInputElement>(`input[aria-label="martedì, ${name}"]`)
    await write(clock('apre alle'), '15:00')
    await write(clock('chiude alle'), '14:00')
    await send(formOf(0))
    expect(saved('settings.save')).toEqual([])
    await write(clock('chiude alle'), '17:00')
    await press(button('Togli gio 24 dicembre 2026'))
    await send(formOf(0))
    const value = { ...calendar, hours: { ...calendar.hours, 2: [{ from: '15:00', to: '17:00' }] }, closures: [] }
    expect(saved('settings.save')).toEqual([{ key: 'calendar', base: calendar, value }])
  })

  it('says hours for minutes', async () => {
    const { bridge, saved } = await open(CalendarSection)
    bridge.rules.set('settings.save', () => ok({}))
    const hours = document.querySelector<HTMLInputElement>('input[aria-label="Urgente: Prima risposta (ore)"]')
    expect(hours?.value).toBe('1,5')
    await write(hours, '2')
    hours?.dispatchEvent(new Event('blur'))
    await flushPromises()
    await send(formOf(1))
    const value = {
      ...deadlines,
      byPriority: { ...deadlines.byPriority, urgent: { ...budget, firstAnswerMinutes: 120 } },
    }
    expect(saved('settings.save')).toEqual([{ key: 'deadlines', base: deadlines, value }])
  })

  /** Another desk has saved its office; this one finds out when it saves its own. */
  const officeOf = (form: HTMLFormElement, label: string): HTMLInputElement => {
    const name = [...form.querySelectorAll('label')].find((one) => one.textContent.trim() === label)
    const field = name && document.getElementById(name.htmlFor)
    if (!(field instanceof HTMLInputElement)) throw new Error(`No field ${label}`)
    return field
  }
  const clashOnTheOffice = async () => {
    const desk = await open(OfficeSection)
    const theirs = { ...office, phone: '0583 1', address: 'Piazza 1' }
    const answers = [err({ code: 'conflict', field: 'phone', current: theirs } as const), ok({})]
    desk.bridge.rules.set('settings.save', () => answers.shift() ?? ok({}))
    await write(officeOf(formOf(0), 'Telefono'), '0583 2')
    await write(officeOf(formOf(0), 'Indirizzo'), 'Piazza 2')
    await send(formOf(0))
    return { ...desk, theirs }
  }

  it('shows both values of each field that two desks changed, and writes what the person chose', async () => {
    const { bridge, saved, theirs } = await clashOnTheOffice()
    const dialog = (): string => document.querySelector('[role=dialog]')?.textContent ?? ''
    expect(dialog()).toContain("Telefono: c'è anche la modifica di un'altra postazione")
    expect(dialog()).toContain('Scelta 1 di 2')
    expect(dialog()).toContain('0583 1')
    expect(dialog()).toContain('0583 2')
    await press(button('Tieni questo'))
    expect(dialog()).toContain('Indirizzo')
    bridge.rules.set('settings.all', () => ok({ ...settings, office: { ...theirs, address: 'Piazza 2' } }))
    await press(button('Scrivi la mia'))
    expect(saved('settings.save')[1]).toEqual({
      key: 'office',
      base: { ...office, phone: '0583 1', address: 'Piazza 1' },
      value: { ...office, phone: '0583 1', address: 'Piazza 2' },
    })
    expect(document.querySelector('[role=dialog]')).toBeNull()
    expect(officeOf(formOf(0), 'Telefono').value).toBe('0583 1')
  })

  it('writes nothing and keeps what was typed when the choice is left', async () => {
    const { saved } = await clashOnTheOffice()
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
    await flushPromises()
    expect(document.querySelector('[role=dialog]')).toBeNull()
    expect(saved('settings.save')).toHaveLength(1)
    expect(officeOf(formOf(0), 'Telefono').value).toBe('0583 2')
    expect(button('Salva').disabled).toBe(false)
  })

  it('lets in what another desk saves while this one writes in another field', async () => {
    const { bridge, saved } = await open(OfficeSection)
    bridge.rules.set('settings.save', () => ok({}))
    await write(officeOf(formOf(0), 'Telefono'), '0583 2')
    bridge.rules.set('settings.all', () => ok({ ...settings, office: { ...office, address: 'Piazza 1' } }))
    bridge.tell('changes', { changes: [{ entity: 'settings', id: 0, op: 'update' }] })
    await vi.waitFor(() => expect(officeOf(formOf(0), 'Indirizzo').value).toBe('Piazza 1'), 30_000)
    expect(officeOf(formOf(0), 'Telefono').value).toBe('0583 2')
    await send(formOf(0))
    const base = { ...office, address: 'Piazza 1' }
    expect(saved('settings.save')).toEqual([{ key: 'office', base, value: { ...base, phone: '0583 2' } }])
  })

  it('offers nothing to change to somebody who may only read', async () => {
    await open(CalendarSection, ['settings.read'])
    expect([...document.querySelectorAll<HTMLInputElement>('input')].every((field) => field.disabled)).toBe(true)
    expect(document.body.textContent).not.toContain('Salva')
  })
})
