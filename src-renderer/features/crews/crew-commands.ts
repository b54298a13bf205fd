import { useCommands } from '@/app/commands'

export interface CrewParts {
  readonly askPlace: () => Promise<void>
  /** Weeks from the one shown; 0 is this week. */
  readonly turn: (weeks: number) => void
  readonly sheet: () => void
  readonly comeBack: () => void
  readonly order: () => void
  readonly edit: () => void
  /** The round of the crew's day that the keyboard is on. */
  readonly round: () => void
  readonly toList: () => void
  /** Rows from the one that the list is on. */
  readonly step: (by: 1 | -1) => void
  readonly toggle: () => void
  readonly toBoard: () => void
}

const none = (): void => undefined
const plan = { group: 'plan' } as const

/** The keys of the crews' screen. Those for the sheet only are answered by the list and the board themselves. */
export const useCrewCommands = (parts: CrewParts): void =>
  useCommands([
    {
      ...plan,
      id: 'crews.plan',
      title: 'crews.commands.plan',
      keys: ['p'],
      icon: 'i-lucide-calendar-plus',
      needs: ['crews.plan'],
      run: parts.askPlace,
    },
    {
      group: 'list',
      id: 'crews.next',
      title: 'queue.commands.next',
      keys: ['j'],
      icon: 'i-lucide-arrow-down',
      run: () => parts.step(1),
    },
    {
      group: 'list',
      id: 'crews.previous',
      title: 'queue.commands.previous',
      keys: ['k'],
      icon: 'i-lucide-arrow-up',
      run: () => parts.step(-1),
    },
    {
      group: 'list',
      id: 'crews.toggle',
      title: 'queue.commands.toggle',
      keys: ['x'],
      icon: 'i-lucide-square-check',
      run: parts.toggle,
    },
    { ...plan, id: 'crews.list', title: 'crews.commands.list', keys: ['l'], icon: 'i-lucide-list', run: parts.toList },
    {
      ...plan,
      id: 'crews.board',
      title: 'crews.commands.board',
      keys: ['b'],
      icon: 'i-lucide-calendar-days',
      run: parts.toBoard,
    },
    {
      ...plan,
      id: 'crews.previousWeek',
      title: 'crews.commands.previousWeek',
      keys: [','],
      icon: 'i-lucide-chevron-left',
      run: () => parts.turn(-1),
    },
    {
      ...plan,
      id: 'crews.nextWeek',
      title: 'crews.commands.nextWeek',
      keys: ['.'],
      icon: 'i-lucide-chevron-right',
      run: () => parts.turn(1),
    },
    {
      ...plan,
      id: 'crews.today',
      title: 'crews.commands.today',
      keys: ['t'],
      icon: 'i-lucide-calendar',
      run: () => parts.turn(0),
    },
    {
      ...plan,
      id: 'crews.sheet',
      title: 'crews.commands.sheet',
      keys: ['f'],
      icon: 'i-lucide-printer',
      run: parts.sheet,
    },
    {
      ...plan,
      id: 'crews.return',
      title: 'crews.commands.return',
      keys: ['r'],
      icon: 'i-lucide-scan-line',
      needs: ['crews.plan'],
      run: parts.comeBack,
    },
    {
      ...plan,
      id: 'crews.order',
      title: 'crews.commands.order',
      keys: ['o'],
      icon: 'i-lucide-route',
      needs: ['crews.plan'],
      run: parts.order,
    },
    {
      ...plan,
      id: 'crews.round',
      title: 'rounds.open',
      keys: ['i'],
      icon: 'i-lucide-refresh-cw',
      run: parts.round,
    },
    {
      ...plan,
      id: 'crews.edit',
      title: 'crews.commands.edit',
      icon: 'i-lucide-users',
      needs: ['crews.manage'],
      run: parts.edit,
    },
    { ...plan, id: 'crews.choose', title: 'crews.commands.choose', keys: ['space'], sheetOnly: true, run: none },
    {
      ...plan,
      id: 'crews.move',
      title: 'crews.commands.move',
      keys: ['alt+left', 'alt+right', 'alt+up', 'alt+down'],
      sheetOnly: true,
      run: none,
    },
    { ...plan, id: 'crews.unplan', title: 'crews.commands.unplan', keys: ['delete'], sheetOnly: true, run: none },
    { ...plan, id: 'crews.report', title: 'crews.commands.report', keys: ['enter'], sheetOnly: true, run: none },
  ])
