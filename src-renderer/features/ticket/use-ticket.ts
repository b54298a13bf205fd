import { computed, watch } from 'vue'
import type { TicketId } from '@shared/kernel/ids'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'

/** One ticket and its timeline, kept fresh; seeing it marks it as read. */
export const useTicket = (id: TicketId) => {
  const client = useClient()
  const detail = useQuery(() => client.tickets.get({ id }), { entities: ['tickets', 'contacts', 'visits', 'crews'] })
  const timeline = useQuery(() => client.tickets.timeline({ id }), { entities: ['timeline', 'tickets', 'outbox'] })

  watch(detail.data, (ticket) => {
    if (ticket?.hasUnread) void client.tickets.markRead({ id })
  })

  const entries = computed(() => timeline.data.value?.entries ?? [])
  return {
    ticket: detail.data,
    error: computed(() => detail.error.value ?? timeline.error.value),
    isLoading: computed(() => detail.isLoading.value || timeline.isLoading.value),
    entries,
    lastEntryId: computed(() => entries.value.at(-1)?.id ?? 0),
    refresh: async (): Promise<void> => {
      await Promise.all([detail.refresh(), timeline.refresh()])
    },
  }
}
