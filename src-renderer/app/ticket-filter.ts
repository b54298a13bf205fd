import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import {
  ticketFilter,
  type TicketFilter,
  type TicketFilterInput,
  type TicketSort,
  type View,
} from '@shared/contract/tickets'
import type { SavedView } from '@shared/contract/views'
import type { ViewId } from '@shared/kernel/ids'
import { isNarrowed } from '@shared/tickets/ticket-filter'

const NEWEST_FIRST: TicketSort = { key: 'number', descending: true }
export const MOST_PRESSING_FIRST: TicketSort = { key: 'due', descending: false }

/** Views about time are read by deadline, the others newest first. */
const SORTS: Partial<Record<View, TicketSort>> = {
  due_soon: MOST_PRESSING_FIRST,
  overdue: MOST_PRESSING_FIRST,
  closed: { key: 'activity', descending: true },
}

const emptyFilter = (view: View): TicketFilter => ticketFilter.parse({ view })

/** Which tickets the desk is looking at: the queue and the map read and change the same filter. */
export const useTicketFilter = defineStore('ticketFilter', () => {
  const filter = ref<TicketFilter>(emptyFilter('open'))
  const sort = ref<TicketSort>(NEWEST_FIRST)
  const savedViewId = ref<ViewId | null>(null)

  const narrow = (changes: Partial<TicketFilter>): void => {
    filter.value = { ...filter.value, ...changes }
  }

  const showView = (view: View): void => {
    savedViewId.value = null
    filter.value = emptyFilter(view)
    sort.value = SORTS[view] ?? NEWEST_FIRST
  }

  /** A list that somebody else names: a number of the reports, what notices speak of. */
  const showFilter = (wanted: TicketFilterInput, order?: TicketSort): void => {
    showView(wanted.view ?? 'open')
    filter.value = ticketFilter.parse(wanted)
    if (order) sort.value = order
  }

  const showSaved = (saved: SavedView): void => {
    savedViewId.value = saved.id
    filter.value = { ...saved.filter }
    sort.value = { ...saved.sort }
  }

  const clear = (): void => {
    savedViewId.value = null
    filter.value = emptyFilter(filter.value.view)
  }

  return {
    filter,
    sort,
    savedViewId,
    narrow,
    showView,
    showFilter,
    showSaved,
    clear,
    isNarrowed: computed(() => isNarrowed(filter.value)),
  }
})
