import { refDebounced } from '@vueuse/core'
import { computed, ref, watch } from 'vue'
import { QUARANTINE_VIEWS, type QuarantineView } from '@shared/contract/mail'
import type { QuarantineId, TicketId } from '@shared/kernel/ids'
import { useRoute } from 'vue-router'
import { ok } from '@shared/kernel/result'
import { useClient } from '@/client/client'
import { useCommand } from '@/client/use-command'
import { useQuery } from '@/client/use-query'

type Row = Extract<
  Awaited<ReturnType<ReturnType<typeof useClient>['mail']['quarantine']>>,
  { ok: true }
>['value']['rows'][number]
export type QuarantineRow = Row

type Client = ReturnType<typeof useClient>
export type QuarantineSource = Extract<Awaited<ReturnType<Client['mail']['quarantineSource']>>, { ok: true }>['value']

const STEP = 100
const MOST = 500
/** A pause in typing. */
const PAUSE_MS = 120

/** The mail that was laid aside: one view of it, which mail is looked at, and the decisions. */
export const useQuarantine = () => {
  const client = useClient()
  const route = useRoute()
  const view = ref<QuarantineView>(QUARANTINE_VIEWS.find((one) => one === route.query['view']) ?? 'waiting')
  const text = ref(typeof route.query['text'] === 'string' ? route.query['text'] : '')
  const asked = refDebounced(text, PAUSE_MS)
  const limit = ref(STEP)
  watch([view, asked], () => (limit.value = STEP))
  const list = useQuery(
    async () => {
      const question = { view: view.value, text: asked.value }
      const answer = await client.mail.quarantine({ ...question, limit: limit.value })
      return answer.ok ? ok({ ...answer.value, ...question }) : answer
    },
    { entities: ['quarantine'], watch: [view, asked, limit] },
  )
  /** Never another view's rows while its own are on their way. */
  const isOfView = computed(() => list.data.value?.view === view.value)
  const rows = computed<readonly Row[]>(() => (isOfView.value ? (list.data.value?.rows ?? []) : []))
  const total = computed(() => (isOfView.value ? (list.data.value?.total ?? null) : null))

  /** A link may name the mail that it leads to. */
  const linked = Number(route.query['mail'])
  const currentId = ref<QuarantineId | null>(linked > 0 ? (linked as QuarantineId) : null)
  /** Where the cursor was: when its row is resolved, the next one takes its place. */
  let position = 0
  watch(
    rows,
    (now) => {
      if (!isOfView.value) return
      const at = now.findIndex(({ id }) => id === currentId.value)
      if (at >= 0) position = at
      else currentId.value = now[Math.min(position, now.length - 1)]?.id ?? null
    },
    { immediate: true },
  )
  const current = computed(() => rows.value.find(({ id }) => id === currentId.value) ?? null)

  const show = (chosen: QuarantineView): void => {
    if (chosen === view.value) return
    view.value = chosen
    currentId.value = null
    position = 0
  }
  const choose = (id: QuarantineId): void => {
    currentId.value = id
    position = rows.value.findIndex((row) => row.id === id)
  }
  const moveBy = (by: 1 | -1): void => {
    const next = rows.value[position + by]
    if (next) choose(next.id)
  }

  const source = useQuery(() => client.mail.quarantineSource({ id: currentId.value ?? (0 as QuarantineId) }), {
    watch: () => current.value?.id,
    enabled: () => current.value !== null && current.value.emptiedAt === null,
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
    view,
    show,
    text,
    /** The words that the rows were found by. */
    foundBy: computed(() => list.data.value?.text ?? ''),
    list,
    isReady: isOfView,
    rows,
    total,
    current,
    choose,
    moveBy,
    source,
    decide,
    pending: resolve.pending,
    canShowMore: computed(() => rows.value.length < (total.value ?? 0) && limit.value < MOST),
    showMore: () => (limit.value = Math.min(MOST, limit.value + STEP)),
  }
}
