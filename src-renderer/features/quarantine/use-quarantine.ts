import { computed, ref, watch } from 'vue'
import type { QuarantineId, TicketId } from '@shared/kernel/ids'
import { useRoute } from 'vue-router'
import { useClient } from '@/client/client'
import { useCommand } from '@/client/use-command'
import { useQuery } from '@/client/use-query'

type Row = Extract<
  Awaited<ReturnType<ReturnType<typeof useClient>['mail']['quarantine']>>,
  { ok: true }
>['value']['rows'][number]
export type QuarantineRow = Row

const STEP = 100
const MOST = 500

/** What waits for a person, which of it is looked at, and the three decisions. */
export const useQuarantine = () => {
  const client = useClient()
  const limit = ref(STEP)
  const list = useQuery(() => client.mail.quarantine({ limit: limit.value }), {
    entities: ['quarantine'],
    watch: limit,
  })
  const rows = computed<readonly Row[]>(() => list.data.value?.rows ?? [])
  const total = computed(() => list.data.value?.total ?? 0)

  const route = useRoute()
  /** A link may name the mail that it leads to. */
  const asked = Number(route.query.mail)
  const currentId = ref<QuarantineId | null>(asked > 0 ? (asked as QuarantineId) : null)
  /** Where the cursor was: when its row is resolved, the next one takes its place. */
  let position = 0
  watch(
    rows,
    (now) => {
      const at = now.findIndex(({ id }) => id === currentId.value)
      if (at >= 0) position = at
      else currentId.value = now[Math.min(position, now.length - 1)]?.id ?? null
    },
    { immediate: true },
  )
  const current = computed(() => rows.value.find(({ id }) => id === currentId.value) ?? null)

  const choose = (id: QuarantineId): void => {
    currentId.value = id
    position = rows.value.findIndex((row) => row.id === id)
  }
  const moveBy = (by: 1 | -1): void => {
    const next = rows.value[position + by]
    if (next) choose(next.id)
  }

  const source = useQuery(() => client.mail.quarantineSource({ id: currentId.value ?? (0 as QuarantineId) }), {
    watch: currentId,
    enabled: () => currentId.value !== null,
  })
  const resolve = useCommand(client.mail.resolveQuarantine)
  type Action = Parameters<typeof client.mail.resolveQuarantine>[0]['action']
  const decide = async (action: Action): Promise<TicketId | null | undefined> => {
    if (current.value === null) return undefined
    const answer = await resolve.run({ id: current.value.id, action })
    await list.refresh()
    return answer.ok ? answer.value.ticketId : undefined
  }

  return {
    list,
    rows,
    total,
    current,
    choose,
    moveBy,
    source,
    decide,
    pending: resolve.pending,
    canShowMore: computed(() => rows.value.length < total.value && limit.value < MOST),
    showMore: () => (limit.value = Math.min(MOST, limit.value + STEP)),
  }
}
