import { computed, watch } from 'vue'
import type { Change } from '@shared/contract/events'
import type { TicketId } from '@shared/kernel/ids'
import { useSession } from '@/app/session'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'

/** One ticket and its timeline, kept fresh; seeing it marks it as read. */
export const useTicket = (id: TicketId) => {
  const client = useClient()
  const session = useSession()
  const detail = useQuery(() => client.tickets.get({ id }), {
    entities: ['tickets', 'contacts', 'visits', 'crews'],
    touches: (change): boolean => isOfDetail(change),
  })
  const timeline = useQuery(() => client.tickets.timeline({ id }), {
    entities: ['timeline', 'outbox'],
    touches: ({ entity, id: changed }): boolean =>
      entity === 'timeline'
        ? // What is read along from merged tickets has news of its own.
          changed === id || entries.value.some(({ of }) => of !== null)
        : entries.value.some(({ message }) => message?.id === changed),
  })
  const isOfDetail = ({ entity, id: changed }: Change): boolean => {
    if (entity === 'tickets') return changed === id
    if (entity === 'contacts') return changed === detail.data.value?.contact?.id
    // A visit that comes or goes touches its ticket as well.
    return entity === 'crews' || (detail.data.value?.plannedVisits.some((visit) => visit.id === changed) ?? false)
  }

  watch(detail.data, (ticket) => {
    if (ticket?.hasUnread && session.can('tickets.edit')) void client.tickets.markRead({ id })
  })

  const entries = computed(() => timeline.data.value?.entries ?? [])
  return {
    ticket: detail.data,
    error: computed(() => detail.error.value ?? timeline.error.value),
    isLoading: computed(() => detail.isLoading.value || timeline.isLoading.value),
    entries,
    refresh: async (): Promise<void> => {
      await Promise.all([detail.refresh(), timeline.refresh()])
    },
  }
}
