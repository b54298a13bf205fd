import { watch } from 'vue'
import type { TicketId } from '@shared/kernel/ids'
import { useTicketFilter } from '@/app/ticket-filter'
import { useWindowLine } from '@/app/window-line'
import type { RowKey } from '@/ui/grid/grid-types'

/** Tells a map in a window of its own what this queue looks at, whenever that changes or is asked for. */
export const useTellWindows = (ticketId: () => TicketId | null, selected: () => ReadonlySet<RowKey>): void => {
  const store = useTicketFilter()
  const tell = (): void =>
    say({
      kind: 'looking',
      filter: store.filter,
      ticketId: ticketId(),
      selected: [...selected()].map((key) => Number(key) as TicketId),
    })
  const say = useWindowLine((word) => {
    if (word.kind === 'ask') tell()
  })
  watch([() => store.filter, ticketId, selected], tell, { immediate: true })
}
