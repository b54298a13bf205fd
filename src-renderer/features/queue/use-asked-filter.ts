import { watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { ticketFilter } from '@shared/contract/tickets'
import { useTicketFilter } from '@/app/ticket-filter'

const filterIn = (text: string) => {
  try {
    return ticketFilter.safeParse(JSON.parse(text))
  } catch {
    return null
  }
}

/**
 * A link may name the list that it opens (`?filter=…`). It is taken up once and leaves the address: what people then change
 * is theirs, and a reload would bring the old one back.
 */
export const useAskedFilter = (): void => {
  const route = useRoute()
  const router = useRouter()
  const store = useTicketFilter()
  watch(
    () => route.query.filter,
    (asked) => {
      if (typeof asked !== 'string' || route.name !== 'queue') return
      const filter = filterIn(asked)
      if (filter?.success) store.showFilter(filter.data)
      void router.replace({ name: 'queue', params: route.params })
    },
    { immediate: true },
  )
}
