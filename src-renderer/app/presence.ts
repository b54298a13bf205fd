import { createSharedComposable, useDocumentVisibility, useIdle, watchDebounced } from '@vueuse/core'
import { computed, onScopeDispose, shallowRef, watchEffect } from 'vue'
import type { Present } from '@shared/contract/presence'
import type { TicketId } from '@shared/kernel/ids'
import { MINUTE_MS } from '@shared/kernel/instant'
import { useDesk } from '@/client/client'
import { useQuery } from '@/client/use-query'
import { useSession } from './session'

/** A glance in passing (a held j) is nobody's business, and no write. */
const GLANCE_MS = 1200
/** Whoever touched nothing for so long is not at this desk. */
const AWAY_MS = 5 * MINUTE_MS

/** The colleagues who are on a ticket now, by ticket: one question for queue and ticket together. */
export const useOthers = createSharedComposable(() => {
  const { client } = useDesk()
  const session = useSession()
  const { data } = useQuery(() => client.presence.others({}), {
    entities: ['presence', 'users'],
    restMs: 500,
    enabled: () => session.can('tickets.read'),
  })
  return computed(() => Map.groupBy(data.value?.present ?? [], ({ ticketId }) => ticketId))
})

const NOBODY: readonly Present[] = []

export const useOthersOn = (ticketId: () => TicketId) => {
  const others = useOthers()
  return { others: computed(() => others.value.get(ticketId()) ?? NOBODY) }
}

interface Shown {
  readonly ticketId: TicketId
  readonly doing: Present['doing']
}

/** What this window has before it; a new ticket takes the place of the one before. */
const shown = shallowRef<Shown | null>(null)

/** Tells the engine, once for the whole page, what lies before this person, and when it does no more. */
export const useTellPresence = (): void => {
  const { client, connection } = useDesk()
  const session = useSession()
  const visibility = useDocumentVisibility()
  const { idle } = useIdle(AWAY_MS)
  const told = computed(() => {
    if (session.state !== 'signed_in' || connection.value !== 'connected') return ''
    const isHere = visibility.value === 'visible' && !idle.value && session.can('tickets.read')
    return JSON.stringify({
      ticketId: isHere ? (shown.value?.ticketId ?? null) : null,
      doing: shown.value?.doing ?? 'looking',
    })
  })
  let before = JSON.stringify({ ticketId: null, doing: 'looking' })
  watchDebounced(
    told,
    (now) => {
      if (now !== '' && now !== before)
        void client.presence.show(JSON.parse(now) as { ticketId: TicketId | null; doing: Present['doing'] })
      // A line that was lost or locked is forgotten by the engine: afterwards everything is said again.
      before = now
    },
    { debounce: GLANCE_MS },
  )
}

/** For as long as the calling part lives, its ticket is what this person looks at. */
export const useShowPresence = (ticketId: () => TicketId, isWriting: () => boolean): void => {
  watchEffect(() => {
    shown.value = { ticketId: ticketId(), doing: isWriting() ? 'writing' : 'looking' }
  })
  onScopeDispose(() => {
    if (shown.value?.ticketId === ticketId()) shown.value = null
  })
}
