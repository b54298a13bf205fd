import { computed } from 'vue'
import { storeToRefs } from 'pinia'
import type { TicketRow } from '@shared/contract/tickets'
import { ok } from '@shared/kernel/result'
import { useTicketFilter } from '@/app/ticket-filter'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'
import { useWindowedRows } from '@/ui/grid/use-windowed-rows'

/** The list in sight, the views' counts and the saved views, all kept fresh. */
export const useQueue = () => {
  const client = useClient()
  const store = useTicketFilter()
  const { filter, sort } = storeToRefs(store)

  const source = useWindowedRows<TicketRow>({
    fetch: (offset, limit) => client.tickets.list({ offset, limit, filter: filter.value, sort: sort.value }),
    keyOf: (row) => row.id,
    watch: [filter, sort],
    entities: ['tickets', 'contacts', 'storms'],
    fetchKeys: async (limit) => {
      const answer = await client.tickets.ids({ filter: filter.value, sort: sort.value, limit })
      return answer.ok ? ok(answer.value.ids) : answer
    },
  })

  // Every view's count is a question of its own to the store: a mail poll must not ask them all at each mail.
  const counts = useQuery(() => client.tickets.counts({}), { entities: ['tickets', 'views'], restMs: 1000 })
  const views = useQuery(() => client.views.list({}), { entities: ['views'] })
  const savedCounts = computed(() => new Map(counts.data.value?.saved.map(({ id, count }) => [id, count])))

  return { source, counts: counts.data, saved: computed(() => views.data.value?.views ?? []), savedCounts }
}
