import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { addDays } from '@shared/deadlines/zone'
import type { CategoryId } from '@shared/kernel/ids'
import { asDay } from '@shared/kernel/instant'
import { ok } from '@shared/kernel/result'
import { NOT_PROPOSED, useCrewProposal, usePlanWarning } from '@/features/crew-fit'
import PlaceDialog from '@/features/crews/PlaceDialog.vue'
import { mountPart, setUp } from '../../support/mount-part'

const [LAMPS, HOLES] = [4, 7] as CategoryId[]
const MONDAY = asDay('2030-01-07')
const crew = (id: number, skills: readonly unknown[]) => ({
  id,
  name: `Squadra ${id}`,
  color: '#223344',
  vehicle: '',
  capacityVisits: 2,
  capacityMinutes: 480,
  active: true,
  members: [],
  skills,
  districts: [],
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  absences: [],
})
const CREWS = [crew(1, [LAMPS]), crew(2, [HOLES])]
const visit = (crewId: number, day: string) => ({ id: 9, crewId, day, minutes: 45, status: 'planned' })
const full = (days: number) =>
  Array.from({ length: days }, (_, at) => [visit(1, addDays(MONDAY, at)), visit(1, addDays(MONDAY, at))]).flat()

let unmount = (): void => undefined
afterEach(() => unmount())

const rules = (visits: readonly unknown[], times: readonly unknown[] = []) => ({
  'settings.catalog': () => ok({ categories: [], districts: [], bodies: [], crews: CREWS }),
  'crews.board': () => ok({ crews: CREWS, visits, round: {}, begins: null }),
  'rounds.board': () => ok({ times }),
})
const propose = async (categoryId: CategoryId | null, visits: readonly unknown[], count = 1) => {
  const { result, ...part } = setUp(useCrewProposal, rules(visits))
  unmount = part.unmount
  return result({ categoryId, districtId: null }, { minutes: 45, count, from: MONDAY })
}

describe('the crew and day proposed for a plan', () => {
  it('have room: another day where this one is full, and none, which is said, where all are', async () => {
    expect(await propose(LAMPS ?? null, full(2))).toMatchObject({
      proposal: { id: 1, day: addDays(MONDAY, 2), conflicts: [] },
      nothingFits: false,
    })
    unmount()
    expect(await propose(LAMPS ?? null, full(7))).toEqual({ proposal: null, nothingFits: true })
    unmount()
    // Three at once are more than a day of anybody's.
    expect(await propose(LAMPS ?? null, [], 3)).toEqual({ proposal: null, nothingFits: true })
  })

  it('are none where no category says whose work it is', async () => {
    expect(await propose(null, [])).toEqual({ proposal: null, nothingFits: false })
  })
})

describe('a crew chosen by a person', () => {
  it('stands with what speaks against it: another’s work, a day that would be too full', async () => {
    const against = async (crewId: number, count: number, over: object = {}, times: readonly unknown[] = []) => {
      const choice = {
        ...over,
        crewId,
        day: MONDAY,
        minutes: 45,
        count,
        tickets: [{ categoryId: LAMPS ?? null, districtId: null }],
      }
      const { result, ...part } = setUp(() => usePlanWarning(() => choice), rules([visit(1, MONDAY)], times))
      unmount = part.unmount
      await flushPromises()
      const words = result.value
      unmount()
      return words
    }
    expect(await against(1, 1)).toBe('')
    expect(await against(1, 2)).toBe('troppi interventi')
    expect(await against(2, 1)).toBe('non è il suo lavoro')
    expect(await against(0, 1)).toBe('')
    // A round takes its part of the day; a visit that only moves within it takes no more than it had.
    const round = { crewId: 1, day: MONDAY, minutes: 420, doneAt: null }
    expect(await against(1, 1, {}, [round])).toBe('troppi interventi, troppe ore')
    expect(await against(1, 2, { moving: [9] })).toBe('')
  })

  it('stands in the board’s own dialog with what speaks against it, and what is planned by name', async () => {
    const row = {
      id: 5,
      number: 'SEGN-2030-000005',
      subject: 'Lampione',
      placeText: 'Guamo',
      categoryId: LAMPS,
      districtId: null,
    }
    const { wrapper } = mountPart(
      PlaceDialog,
      {
        ...{
          title: 'Programma',
          crews: CREWS,
          firstCrew: 2,
          firstDay: MONDAY,
          today: MONDAY,
          pending: false,
          open: true,
        },
        ...{ what: { tickets: [5], known: [row] }, proposed: NOT_PROPOSED },
      },
      {},
      rules([]),
    )
    unmount = () => wrapper.unmount()
    await flushPromises()
    expect(document.body.textContent).toContain('Attenzione: non è il suo lavoro.')
    expect(document.body.textContent).toContain('SEGN-2030-000005 · Lampione · Guamo')
  })
})
