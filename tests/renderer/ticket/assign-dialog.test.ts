import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { ok } from '@shared/kernel/result'
import AssignDialog from '@/features/ticket/AssignDialog.vue'
import { mountPart } from '../../support/mount-part'

const LAMPS = 4
const HOLES = 7
const crew = (id: number, name: string, skills: readonly number[]) => ({
  id,
  name,
  color: '#223344',
  vehicle: '',
  capacityVisits: 8,
  capacityMinutes: 480,
  active: true,
  members: [],
  skills,
  districts: [],
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  absences: [],
})
const CREWS = [crew(1, 'Squadra verde', []), crew(2, 'Squadra strade', [HOLES]), crew(3, 'Elettricisti', [LAMPS])]

let unmount = (): void => undefined
afterEach(() => unmount())

const radios = () => [...document.querySelectorAll<HTMLElement>('[role=radio]')]
const chosen = () => radios().findIndex((one) => one.getAttribute('aria-checked') === 'true')

/** The dialog over a ticket; the board comes when `arrive` is called. */
const dialogFor = async (categoryId: number) => {
  const ticket = {
    id: 12,
    number: 'SEGN-2026-000012',
    categoryId,
    crewId: null,
    plannedVisits: [],
    place: { districtId: null },
  }
  const { wrapper, bridge } = mountPart(
    AssignDialog,
    { ticket },
    {},
    {
      'settings.catalog': () => ok({ categories: [], districts: [], bodies: [], crews: CREWS }),
      'rounds.board': () => ok({ times: [] }),
    },
  )
  unmount = () => wrapper.unmount()
  await flushPromises()
  return {
    arrive: async () => {
      bridge.asked
        .find(({ name }) => name === 'crews.board')
        ?.answer(ok({ crews: CREWS, visits: [], round: {}, begins: null }))
      await flushPromises()
    },
  }
}

describe('who is sent', () => {
  it('is proposed by the work that it does, with the reason, and nobody where it is nobody’s', async () => {
    const lamp = await dialogFor(LAMPS)
    expect(chosen()).toBe(-1)
    await lamp.arrive()
    expect(chosen()).toBe(2)
    expect(document.body.textContent).toContain('Proposta: fa questo lavoro')
    unmount()
    const other = await dialogFor(99)
    await other.arrive()
    expect(chosen()).toBe(-1)
    expect(document.body.textContent).not.toContain('Proposta')
  })

  it('stays whom the person has chosen before the proposal came', async () => {
    const lamp = await dialogFor(LAMPS)
    radios()[0]?.click()
    await flushPromises()
    await lamp.arrive()
    expect(chosen()).toBe(0)
  })
})
