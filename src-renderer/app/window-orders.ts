import type { Router } from 'vue-router'
import { useTicketFilter } from './ticket-filter'
import { useWindowLine } from './window-line'

/** Does what a map in a window of its own asks of the one with the queue. */
export const useWindowOrders = (router: Router): void => {
  const store = useTicketFilter()
  useWindowLine((word) => {
    if (word.kind === 'open') void router.push({ name: 'queue', params: { ticketId: String(word.ticketId) } })
    else if (word.kind === 'filter') {
      store.narrow(word.filter)
      void router.push({ name: 'queue' })
    } else if (word.kind === 'go') void router.push(word.path)
  })
}
