import { refDebounced } from '@vueuse/core'
import { computed, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { contactId } from '@shared/kernel/ids'
import type { ContactId } from '@shared/kernel/ids'
import { ok } from '@shared/kernel/result'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'

const STEP = 100
const MOST = 500
/** A pause in typing. */
const PAUSE_MS = 120

/** Who is in the list, who of them is looked at (the page's address says so), and their card. */
export const useCitizens = () => {
  const client = useClient()
  const route = useRoute()
  const router = useRouter()
  const text = ref('')
  const asked = refDebounced(text, PAUSE_MS)
  const limit = ref(STEP)
  watch(asked, () => (limit.value = STEP))

  const list = useQuery(() => client.contacts.list({ text: asked.value, limit: limit.value }), {
    watch: [asked, limit],
    entities: ['contacts', 'tickets'],
    restMs: 1000,
  })
  const rows = computed(() => list.data.value?.rows ?? [])

  const currentId = computed((): ContactId | null => {
    const given = contactId.safeParse(Number(route.params['contactId']))
    return route.name === 'citizens' && given.success ? given.data : null
  })
  const choose = (id: ContactId | null): Promise<unknown> =>
    router.replace({ name: 'citizens', params: { contactId: id === null ? '' : String(id) } })
  const moveBy = (by: 1 | -1): void => {
    const at = rows.value.findIndex(({ id }) => id === currentId.value)
    const next = rows.value[at < 0 ? 0 : at + by]
    if (next) void choose(next.id)
  }

  const card = useQuery(() => client.contacts.get({ id: currentId.value ?? (0 as ContactId) }), {
    watch: currentId,
    entities: ['contacts', 'tickets'],
    touches: ({ entity, id, op }): boolean =>
      entity === 'contacts'
        ? id === currentId.value
        : op === 'insert' || (card.data.value?.tickets.some((ticket) => ticket.id === id) ?? false),
    enabled: () => currentId.value !== null,
  })
  /** Never another one's card while a new answer is on its way. */
  const shown = computed(() => (card.data.value?.contact.id === currentId.value ? card.data.value : null))
  // Somebody who was merged is answered as the one who stayed.
  watch(card.data, (answer) => {
    if (answer && currentId.value !== null && answer.contact.id !== currentId.value && !card.isStale.value)
      void choose(answer.contact.id)
  })

  const askOthers = async () => {
    const of = currentId.value ?? (0 as ContactId)
    const answer = await client.contacts.samePerson({ id: of })
    return answer.ok ? ok({ ...answer.value, of }) : answer
  }
  const others = useQuery(askOthers, {
    watch: currentId,
    entities: ['contacts'],
    restMs: 500,
    enabled: () => currentId.value !== null,
  })

  /** Never another one's: their merges would be offered under the wrong name. */
  const same = computed(() => (others.data.value?.of === currentId.value ? others.data.value : undefined))

  return {
    text,
    list,
    rows,
    more: computed(() => list.data.value?.more === true && limit.value < MOST),
    showMore: () => (limit.value = Math.min(MOST, limit.value + STEP)),
    currentId,
    choose,
    moveBy,
    card,
    shown,
    candidates: computed(() => same.value?.candidates ?? []),
    merges: computed(() => same.value?.merges ?? []),
  }
}
