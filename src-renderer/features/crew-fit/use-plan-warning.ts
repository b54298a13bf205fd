import { type ComputedRef, computed } from 'vue'
import type { VisitId } from '@shared/kernel/ids'
import type { Day } from '@shared/kernel/instant'
import { officeToday } from '@/app/formats'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'
import { readDayWork } from './read-day-work'
import { type ChosenPlan, useCrewFit } from './use-crew-fit'

interface Choice extends Pick<ChosenPlan, 'tickets' | 'minutes' | 'count'> {
  /** `0` and null until they are chosen. */
  readonly crewId: number
  readonly day: Day | null
  /** Visits that only move: where they stand now they take no room. */
  readonly moving?: readonly VisitId[]
}

/** What speaks against the crew and day that a person chose, in words; nothing while nothing does. */
export const usePlanWarning = (choice: () => Choice): ComputedRef<string> => {
  const client = useClient()
  const fit = useCrewFit()
  const chosen = computed(choice)
  const isChosen = (): boolean => chosen.value.crewId !== 0 && chosen.value.day !== null
  const board = useQuery(() => readDayWork(client, chosen.value.day ?? officeToday(), 1), {
    watch: () => (isChosen() ? chosen.value.day : null),
    enabled: isChosen,
    entities: ['visits', 'crews', 'rounds'],
  })
  return computed(() => {
    const { crewId, day, moving = [], ...plan } = chosen.value
    const crew = board.data.value?.crews.find(({ id }) => id === crewId)
    if (crew === undefined || day === null || board.isStale.value) return ''
    const work = (board.data.value?.work ?? []).filter(({ id }) => id === null || !moving.includes(id))
    return fit.ofPlan({ ...plan, crew, day, work })
  })
}
