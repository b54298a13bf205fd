import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { day } from '@shared/kernel/instant'
import { type Period, yearOfPeriod, yearPeriod } from '@shared/reports/period'
import { officeToday } from '@/app/formats'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'

/** News of a ticket brings new figures at most this often: somebody reads them. */
const REST_MS = 5000

/** The period is in the address: a reload, a link and the way back from the queue find it again. */
export const useReports = () => {
  const client = useClient()
  const route = useRoute()
  const router = useRouter()
  const period = computed<Period>(() => {
    const [from, to] = [day.safeParse(route.query.from), day.safeParse(route.query.to)]
    return from.success && to.success && from.data <= to.data
      ? { from: from.data, to: to.data }
      : yearPeriod(Number(officeToday().slice(0, 4)))
  })
  const figures = useQuery(() => client.reports.figures(period.value), {
    watch: period,
    entities: ['tickets', 'categories', 'settings'],
    restMs: REST_MS,
  })
  const years = computed(() => {
    const last = Number(officeToday().slice(0, 4))
    const first = Math.min(last, Number((figures.data.value?.firstDay ?? officeToday()).slice(0, 4)))
    return Array.from({ length: last - first + 1 }, (_, back) => last - back)
  })
  const show = async (next: Period): Promise<void> => {
    await router.replace({ name: 'reports', query: { from: next.from, to: next.to } })
  }
  return { ...figures, period, year: computed(() => yearOfPeriod(period.value)), years, show }
}
