import { computed, reactive } from 'vue'
import type { ForwardingRow, ListState } from '@shared/contract/forwarding'
import type { BodyId } from '@shared/kernel/ids'
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
  /** The list keeps those on screen alone; what is selected is acted on wherever it has scrolled to. */
  const seen = new Map<RowKey, ForwardingRow>()
  const source = useWindowedRows<ForwardingRow>({
    fetch: async (offset, limit) => {
      const page = await client.forwarding.list({ ...filter, offset, limit })
      if (page.ok) for (const row of page.value.rows) seen.set(row.id, row)
      return page
    },
    keyOf: (row) => row.id,
    watch: [() => ({ ...filter })],
    entities: ['tickets', 'timeline', 'outbox', 'bodies'],
  })
  const counted = useQuery(() => client.forwarding.list({ bodyId: filter.bodyId, limit: 1 }), {
    watch: () => filter.bodyId,
    entities: ['tickets', 'bodies'],
    restMs: REST_MS,
  })
  const counts = computed(() => counted.data.value?.counts)

  /** The row in the list as it is now; undefined once it is elsewhere. */
  const rowOf = (key: RowKey | null): ForwardingRow | undefined => {
    const index = key === null ? undefined : source.indexOf(key)
    return index === undefined ? undefined : source.rowAt(index)
  }
  const rowsOf = (keys: ReadonlySet<RowKey>): ForwardingRow[] =>
    [...keys].flatMap((key) => rowOf(key) ?? seen.get(key) ?? [])
  return { filter, source, counts, rowOf, rowsOf }
}
