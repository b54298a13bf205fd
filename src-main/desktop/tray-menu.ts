import type { MenuItemConstructorOptions } from 'electron'
import { fill, type Words } from './words'

export interface TrayCounts {
  readonly unread: number
  readonly overdue: number
}

export const trayTooltip = ({ tray }: Words, counts: TrayCounts): string => fill(tray.tooltip, { ...counts })

/** The counts to read, the way back to the window, the way out. */
export const trayMenu = (
  words: Words,
  counts: TrayCounts,
  actions: { readonly show: () => void; readonly quit: () => void },
): MenuItemConstructorOptions[] => [
  { label: trayTooltip(words, counts), enabled: false },
  { label: words.tray.show, click: actions.show },
  { label: words.menu.quit, click: actions.quit },
]
