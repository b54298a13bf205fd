import type { ForwardingRow } from '@shared/contract/forwarding'
import { useCommands } from '@/app/commands'
import { useSession } from '@/app/session'
import type { GridHandle } from '@/ui/grid/grid-types'

/** What the page asks about before it does it, or shows. */
export type AskedHere = 'remind' | 'postpone' | 'noteAnswer' | 'told' | 'times'

export const mayRemind = (row: ForwardingRow): boolean => row.answeredAt === null

export const REMIND_KEY = 'l'

type Can = ReturnType<typeof useSession>['can']

/** What is done about one row, each with its key: the buttons and the commands are made of these. */
export const ROW_ACTIONS = [
  {
    what: 'told',
    keys: 'o',
    icon: 'i-lucide-megaphone',
    may: ({ tell }: ForwardingRow, can: Can) => can('tickets.reply') && tell === 'to_tell',
  },
  {
    what: 'noteAnswer',
    keys: 'v',
    icon: 'i-lucide-phone-incoming',
    may: ({ answeredAt }: ForwardingRow, can: Can) => can('tickets.forward') && answeredAt === null,
  },
  {
    what: 'postpone',
    keys: 'alt+s',
    icon: 'i-lucide-calendar-clock',
    may: ({ answeredAt }: ForwardingRow, can: Can) =>
      can('tickets.forward') && can('tickets.edit') && answeredAt === null,
  },
] as const

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
      keys: [REMIND_KEY],
      icon: 'i-lucide-bell-ring',
      needs: ['tickets.forward'],
      when: () => chosen().some(mayRemind),
      run: () => ask('remind'),
    },
    ...ROW_ACTIONS.map(({ what, keys, icon, may }) => ({
      ...list,
      id: `forwarded.${what}`,
      title: `forwarding.actions.${what}`,
      keys: [keys],
      icon,
      when: () => {
        const row = one()
        return row !== undefined && may(row, session.can)
      },
      run: () => ask(what),
    })),
    {
      ...list,
      id: 'forwarded.times',
      title: 'forwarding.actions.times',
      icon: 'i-lucide-chart-no-axes-column',
      run: () => ask('times'),
    },
  ])
}
