import type { ForwardingRow } from '@shared/contract/forwarding'
import { useCommands } from '@/app/commands'
import { useSession } from '@/app/session'
import type { GridHandle } from '@/ui/grid/grid-types'

/** What the page asks about before it does it, or shows. */
export type AskedHere = 'remind' | 'postpone' | 'noteAnswer' | 'told' | 'times'

/** The keys of what is done here; the buttons show the same. */
export const FORWARDED_KEYS = { remind: 'l', postpone: 'alt+s', noteAnswer: 'v', told: 'o' } as const

export const mayRemind = (row: ForwardingRow): boolean => row.answeredAt === null

export interface ForwardedParts {
  readonly grid: () => GridHandle | null
  readonly enterTicket: () => void
  readonly chosen: () => readonly ForwardingRow[]
  readonly ask: (what: AskedHere) => void
  readonly onlyOverdue: () => void
}

export const useForwardedCommands = ({ grid, enterTicket, chosen, ask, onlyOverdue }: ForwardedParts): void => {
  const session = useSession()
  const list = { group: 'list' } as const
  const may = (): boolean => session.can('tickets.forward')
  const one = (): ForwardingRow | undefined => (chosen().length === 1 ? chosen()[0] : undefined)
  useCommands([
    {
      ...list,
      id: 'forwarded.next',
      title: 'forwarding.commands.next',
      keys: ['j'],
      icon: 'i-lucide-arrow-down',
      run: () => grid()?.moveBy(1),
    },
    {
      ...list,
      id: 'forwarded.previous',
      title: 'forwarding.commands.previous',
      keys: ['k'],
      icon: 'i-lucide-arrow-up',
      run: () => grid()?.moveBy(-1),
    },
    { ...list, id: 'forwarded.open', title: 'queue.commands.open', keys: ['enter'], sheetOnly: true, run: enterTicket },
    {
      ...list,
      id: 'forwarded.select',
      title: 'forwarding.commands.select',
      keys: ['x', 'space'],
      icon: 'i-lucide-square-check',
      run: () => grid()?.toggleCurrent(),
    },
    {
      ...list,
      id: 'forwarded.all',
      title: 'forwarding.commands.all',
      keys: ['mod+a'],
      icon: 'i-lucide-list-checks',
      run: () => grid()?.selectAll(),
    },
    {
      ...list,
      id: 'forwarded.overdue',
      title: 'forwarding.commands.overdue',
      keys: ['alt+l'],
      icon: 'i-lucide-bell-ring',
      run: onlyOverdue,
    },
    {
      ...list,
      id: 'forwarded.remind',
      title: 'forwarding.actions.remind',
      keys: [FORWARDED_KEYS.remind],
      icon: 'i-lucide-bell-ring',
      when: () => may() && chosen().some(mayRemind),
      run: () => ask('remind'),
    },
    {
      ...list,
      id: 'forwarded.postpone',
      title: 'forwarding.actions.postpone',
      keys: [FORWARDED_KEYS.postpone],
      icon: 'i-lucide-calendar-clock',
      when: () => may() && session.can('tickets.edit') && one() !== undefined,
      run: () => ask('postpone'),
    },
    {
      ...list,
      id: 'forwarded.answer',
      title: 'forwarding.actions.noteAnswer',
      keys: [FORWARDED_KEYS.noteAnswer],
      icon: 'i-lucide-phone-incoming',
      when: () => may() && one()?.answeredAt === null,
      run: () => ask('noteAnswer'),
    },
    {
      ...list,
      id: 'forwarded.told',
      title: 'forwarding.actions.told',
      keys: [FORWARDED_KEYS.told],
      icon: 'i-lucide-megaphone',
      when: () => session.can('tickets.reply') && one()?.tell === 'to_tell',
      run: () => ask('told'),
    },
    {
      ...list,
      id: 'forwarded.times',
      title: 'forwarding.actions.times',
      icon: 'i-lucide-chart-no-axes-column',
      run: () => ask('times'),
    },
  ])
}
