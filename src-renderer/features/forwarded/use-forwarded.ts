import { computed, reactive } from 'vue'
import type { ForwardingRow, ListState } from '@shared/contract/forwarding'
import type { BodyId } from '@shared/kernel/ids'
import { ok } from '@shared/kernel/result'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'
import type { RowKey } from '@/ui/grid/grid-types'
import { useWindowedRows } from '@/ui/grid/use-windowed-rows'

/** News of the same moment bring one question. */
const REST_MS = 1000

/** What lies with other bodies, narrowed to a body and to what is to be done about it. */
export const useForwarded = () => {
  const client = useClient()
  const filter = reactive({ bodyId: null as BodyId | null, state: 'all' as ListState })
  const source = useWindowedRows<ForwardingRow>({
    fetch: (offset, limit) => client.forwarding.list({ ...filter, offset, limit }),
    keyOf: (row) => row.id,
    watch: [() => ({ ...filter })],
    entities: ['tickets', 'timeline', 'outbox', 'bodies'],
    fetchKeys: async () => {
      const keys: RowKey[] = []
      for (let offset = 0; ; offset += 500) {
        const page = await client.forwarding.list({ ...filter, offset, limit: 500 })
        if (!page.ok) return page
        keys.push(...page.value.rows.map(({ id }) => id))
        if (page.value.rows.length < 500) return ok(keys)
      }
    },
  })
  const counted = useQuery(() => client.forwarding.list({ bodyId: filter.bodyId, limit: 1 }), {
    watch: () => filter.bodyId,
    entities: ['tickets', 'bodies'],
    restMs: REST_MS,
  })
  const counts = computed(() => counted.data.value?.counts)
  const times = useQuery(() => client.forwarding.times({}), { entities: ['tickets', 'bodies'], restMs: REST_MS })
  return { filter, source, counts, times }
}
