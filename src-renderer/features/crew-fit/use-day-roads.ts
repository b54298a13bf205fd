import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { CrewSettings } from '@shared/contract/crew-settings'
import { type RoadWays, pointKey, straightWays, tableWays } from '@shared/crews/road-ways'
import type { Point } from '@shared/places/geo'
import { useErrorText } from '@/app/error-text'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'

/** By what the ways between these points are measured, and a sentence that says so; no ways while that is being asked. */
export const useDayRoads = (points: () => readonly Point[], settings: () => CrewSettings) => {
  const { t, n } = useI18n()
  const client = useClient()
  const errorText = useErrorText()
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
  const said = computed((): string => {
    const answer = query.data.value
    if (answer?.measure === 'roads') {
      const gaps = answer.lines === 0 ? '' : t('crews.order.gaps', { count: answer.lines }, answer.lines)
      return [t('crews.order.byRoads'), gaps].filter(Boolean).join(' ')
    }
    const lines = t('crews.order.byLines', { factor: n(settings().roadFactor) })
    const why = query.error.value ?? answer?.why ?? null
    if (why === null) return lines
    const { title, advice } = errorText(why)
    return [lines, title, advice].filter(Boolean).join(' ')
  })
  const isAway = computed(
    () => query.error.value !== undefined || (query.data.value?.measure === 'lines' && query.data.value.why !== null),
  )
  return { ways, said, isAway }
}
