import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import type { Crew, Visit } from '@shared/contract/crews'
import type { CrewId, TicketId, VisitId } from '@shared/kernel/ids'
import { asDay } from '@shared/kernel/instant'
import { createWords } from '@/app/i18n'
import CrewBoard from '@/features/crews/CrewBoard.vue'
import { weekFrom } from '@/features/crews/board-model'

const MONDAY = asDay('2026-11-23')
const ROSSI: Crew = {
  id: 1 as CrewId,
  name: 'Rossi',
  color: '#0066cc',
  vehicle: 'Porter',
  capacityVisits: 1,
  capacityMinutes: 60,
  active: true,
  members: [],
  ...{ skills: [], districts: [], weekdays: [1, 2, 3, 4, 5], absences: [] },
}
const visit = (id: number, position: number, status: Visit['status'] = 'planned'): Visit => ({
  id: id as VisitId,
  crewId: ROSSI.id,
  day: MONDAY,
  position,
  minutes: 45,
  status,
  note: '',
  code: '0001-2',
  reason: null,
  spentMinutes: null,
  materials: '',
  reportedAt: null,
  inRound: false,
  ticket: {
    id: id as TicketId,
    number: `SEGN-2026-00000${id}`,
    subject: `Buca ${id}`,
    placeText: 'Via di Sotto',
    districtId: null,
    categoryId: null,
    priority: 'normal',
    status: 'assigned',
    lat: null,
    lon: null,
    dueAt: null,
    dueOf: null,
  },
})

const openBoard = async (canPlan = true) => {
  const board = { crews: [ROSSI], days: weekFrom(MONDAY), visits: [visit(1, 0), visit(2, 1), visit(3, 2, 'done')] }
  const page = mount(CrewBoard, {
    attachTo: document.body,
    props: {
      ...{ board, today: MONDAY, canPlan, selected: new Set<VisitId>() },
      againstDay: () => '',
      againstVisit: () => '',
      roundsAt: () => [],
    },
    global: { plugins: [createPinia(), createWords()] },
  })
  await page.setProps({ 'onUpdate:selected': (selected: ReadonlySet<VisitId>) => void page.setProps({ selected }) })
  page.find<HTMLElement>('[data-target] button').element.focus()
  const press = async (key: string, options: { altKey?: boolean } = {}): Promise<void> => {
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...options }))
    await nextTick()
    await nextTick()
  }
  const focused = (): string => {
    const at = document.activeElement
    return at?.getAttribute('aria-label') ?? at?.textContent ?? ''
  }
  return { page, press, focused }
}

describe('the board from the keyboard', () => {
  it('walks, chooses two visits and moves both a day on', async () => {
    const { page, press, focused } = await openBoard()
    expect(focused()).toContain('Buca 1')
    await press(' ')
    await press('ArrowDown')
    expect(focused()).toContain('Buca 2')
    await press(' ')
    await press('ArrowRight', { altKey: true })
    const [[visits, place] = [[], null]] = page.emitted<[Visit[], unknown]>('move') ?? []
    expect(visits.map(({ id }) => id)).toEqual([1, 2])
    expect(place).toEqual({ crewId: 1, day: '2026-11-24', position: null })
    page.unmount()
  })

  it('opens a visit, takes one off, and leaves what was reported where it is', async () => {
    const { page, press, focused } = await openBoard()
    await press('Enter')
    expect(page.emitted('open')).toHaveLength(1)
    await press('Delete')
    expect(page.emitted('unplan')).toHaveLength(1)
    await press('End')
    expect(focused()).toBe('Rossi, domenica 29 novembre')
    await press('Home')
    await press('ArrowDown')
    await press('ArrowDown')
    expect(focused()).toContain('Buca 3')
    await press('Delete')
    expect(page.emitted('unplan')).toHaveLength(1)
    page.unmount()
  })

  it('says that a day is over its capacity, and forbids nothing but to those who may not plan', async () => {
    const { page, press } = await openBoard(false)
    expect(page.text()).toContain('Oltre la capacità del giorno')
    await press(' ')
    await press('ArrowRight', { altKey: true })
    await press('Delete')
    expect(page.emitted('move')).toBeUndefined()
    expect(page.emitted('unplan')).toBeUndefined()
    page.unmount()
  })
})
