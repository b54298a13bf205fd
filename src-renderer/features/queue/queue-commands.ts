import { useCommands } from '@/app/commands'
import { useTicketFilter } from '@/app/ticket-filter'
import type { GridHandle } from '@/ui/grid/grid-types'
import { QUEUE_VIEWS } from './queue-views'

export interface QueueParts {
  readonly grid: () => GridHandle | null
  readonly focusFilter: () => void
  readonly saveView: () => void
  readonly enterTicket: () => void
  readonly hasTicket: () => boolean
}

const none = (): void => undefined

/** The queue's keys. Those marked for the sheet only are answered by the list itself while it has the focus. */
export const useQueueCommands = ({ grid, focusFilter, saveView, enterTicket, hasTicket }: QueueParts): void => {
  const store = useTicketFilter()
  const stepView = (by: 1 | -1): void => {
    const at = QUEUE_VIEWS.findIndex(({ view }) => view === store.filter.view)
    const next = QUEUE_VIEWS[(at + by + QUEUE_VIEWS.length) % QUEUE_VIEWS.length]
    if (next) store.showView(next.view)
  }
  const list = { group: 'list' } as const

  useCommands([
    {
      ...list,
      id: 'queue.next',
      title: 'queue.commands.next',
      keys: ['j'],
      icon: 'i-lucide-arrow-down',
      run: () => grid()?.moveBy(1),
    },
    {
      ...list,
      id: 'queue.previous',
      title: 'queue.commands.previous',
      keys: ['k'],
      icon: 'i-lucide-arrow-up',
      run: () => grid()?.moveBy(-1),
    },
    {
      ...list,
      id: 'queue.open',
      title: 'queue.commands.open',
      keys: ['enter'],
      sheetOnly: true,
      run: enterTicket,
      when: hasTicket,
    },
    { ...list, id: 'queue.first', title: 'queue.commands.first', keys: ['home'], sheetOnly: true, run: none },
    { ...list, id: 'queue.last', title: 'queue.commands.last', keys: ['end'], sheetOnly: true, run: none },
    {
      ...list,
      id: 'queue.toggle',
      title: 'queue.commands.toggle',
      keys: ['x', 'space'],
      icon: 'i-lucide-square-check',
      run: () => grid()?.toggleCurrent(),
    },
    {
      ...list,
      id: 'queue.range',
      title: 'queue.commands.range',
      keys: ['shift+down', 'shift+up'],
      sheetOnly: true,
      run: none,
    },
    {
      ...list,
      id: 'queue.all',
      title: 'queue.commands.all',
      keys: ['mod+a'],
      icon: 'i-lucide-list-checks',
      run: () => grid()?.selectAll(),
    },
    { ...list, id: 'queue.clear', title: 'queue.commands.clear', keys: ['esc'], sheetOnly: true, run: none },
    {
      ...list,
      id: 'queue.filter',
      title: 'queue.commands.filter',
      keys: ['/', 'mod+f'],
      icon: 'i-lucide-list-filter',
      run: focusFilter,
    },
    {
      ...list,
      id: 'queue.grid',
      title: 'queue.commands.grid',
      keys: ['l'],
      icon: 'i-lucide-list',
      run: () => grid()?.focus(),
    },
    {
      ...list,
      id: 'queue.nextView',
      title: 'queue.commands.nextView',
      keys: ['alt+down'],
      icon: 'i-lucide-chevron-down',
      run: () => stepView(1),
    },
    {
      ...list,
      id: 'queue.previousView',
      title: 'queue.commands.previousView',
      keys: ['alt+up'],
      icon: 'i-lucide-chevron-up',
      run: () => stepView(-1),
    },
    { ...list, id: 'queue.saveView', title: 'queue.commands.saveView', icon: 'i-lucide-bookmark-plus', run: saveView },
  ])
}
