import { type Ref, computed, shallowRef } from 'vue'
import type { Round, RoundTime } from '@shared/contract/rounds'
import type { CrewId } from '@shared/kernel/ids'
import type { Day } from '@shared/kernel/instant'
import { useSession } from '@/app/session'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'

export const useRounds = () => {
  const client = useClient()
  const { data, error, refresh } = useQuery(() => client.rounds.list({}), {
    entities: ['rounds', 'crews', 'districts', 'categories', 'settings', 'visits'],
    restMs: 1000,
  })
  return { rounds: computed((): readonly Round[] | undefined => data.value?.rounds), error, refresh }
}

/** The rounds of a week of the crews' board. */
export const useRoundTimes = (from: Ref<Day>, days: number) => {
  const client = useClient()
  const session = useSession()
  const { data } = useQuery(() => client.rounds.board({ from: from.value, days }), {
    watch: from,
    entities: ['rounds', 'visits', 'settings'],
    enabled: () => session.can('crews.read'),
  })
  const times = computed((): readonly RoundTime[] => data.value?.times ?? [])
  const timesAt = (crewId: CrewId, day: Day): readonly RoundTime[] =>
    times.value.filter((time) => time.crewId === crewId && time.day === day)
  const opened = shallowRef<RoundTime | null>(null)
  const open = (time: RoundTime | null): void => {
    opened.value = time
  }
  return {
    timesAt,
    opened,
    open,
    /** The round of a crew's day, by the keyboard. */
    openAt: (here: { readonly crewId: CrewId | undefined; readonly day: Day | undefined } | undefined): void => {
      if (here?.crewId !== undefined && here.day !== undefined) open(timesAt(here.crewId, here.day)[0] ?? null)
    },
  }
}
