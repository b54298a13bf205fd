import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Client } from '@shared/contract'
import type { CrewSettings } from '@shared/contract/crew-settings'
import { type RoadWays, pointKey, straightWays, tableWays } from '@shared/crews/road-ways'
import type { AppError } from '@shared/kernel/app-error'
import type { Point } from '@shared/places/geo'
import { useErrorText } from '@/app/error-text'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'

type Answer = Extract<Awaited<ReturnType<Client['roads']['table']>>, { ok: true }>['value']

/** By what the ways are measured, in a sentence, and why it is not the roads where it should be. */
const useRoadWords = () => {
  const { t, n } = useI18n()
  const errorText = useErrorText()
  return (answer: Answer | undefined, error: AppError | undefined, settings: CrewSettings): string => {
    if (answer?.measure === 'roads') {
      const gaps = answer.lines === 0 ? '' : t('crews.order.gaps', { count: answer.lines }, answer.lines)
      return [t('crews.order.byRoads'), gaps].filter(Boolean).join(' ')
    }
    const lines = t('crews.order.byLines', { factor: n(settings.roadFactor) })
    const why = error ?? answer?.why ?? null
    if (why === null) return lines
    const { title, advice } = errorText(why)
    return [lines, title, advice].filter(Boolean).join(' ')
  }
}

/** By what the ways between these points are measured, and a sentence that says so; no ways while that is being asked. */
export const useDayRoads = (points: () => readonly Point[], settings: () => CrewSettings) => {
  const client = useClient()
  const words = useRoadWords()
  const asked = computed(() => points())
  const query = useQuery(() => client.roads.table({ points: [...asked.value] }), {
    watch: () => asked.value.map(pointKey).join(';'),
    enabled: () => asked.value.length > 1,
    entities: ['settings'],
  })
  const straight = computed(() => straightWays(settings()))
  const ways = computed((): RoadWays | null => {
    const answer = query.data.value
    // Nothing is asked for a single point.
    if (asked.value.length < 2 || query.error.value !== undefined || answer?.measure === 'lines') return straight.value
    return answer === undefined ? null : tableWays(answer, asked.value)
  })
  const said = computed((): string => words(query.data.value, query.error.value, settings()))
  const isAway = computed(
    () => query.error.value !== undefined || (query.data.value?.measure === 'lines' && query.data.value.why !== null),
  )
  return { ways, said, isAway }
}

/** The same asked once, by whoever puts several in order before they have a day. */
export const useAskedRoads = () => {
  const client = useClient()
  const words = useRoadWords()
  return async (
    points: readonly Point[],
    settings: CrewSettings,
  ): Promise<{ readonly ways: RoadWays; readonly said: string }> => {
    const straight = straightWays(settings)
    if (points.length < 2) return { ways: straight, said: '' }
    const answer = await client.roads.table({ points: [...points] })
    if (!answer.ok) return { ways: straight, said: words(undefined, answer.error, settings) }
    const ways = answer.value.measure === 'roads' ? tableWays(answer.value, points) : null
    return { ways: ways ?? straight, said: words(answer.value, undefined, settings) }
  }
}
