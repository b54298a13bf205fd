import { Menu, Tray } from 'electron'
import { trayMenu, trayTooltip } from './tray-menu'
import type { Words } from './words'

/** The sign beside the clock: what is unread and overdue, and the way back to the window. */
export class DeskTray {
  readonly #tray: Tray | null
  #counts = { unread: 0, overdue: 0 }

  constructor(
    icon: string,
    private words: Words,
    private readonly actions: { readonly show: () => void; readonly quit: () => void },
  ) {
    this.#tray = makeTray(icon)
    this.#tray?.on('click', actions.show)
    this.#draw()
  }

  counts(unread: number, overdue: number): void {
    this.#counts = { unread, overdue }
    this.#draw()
  }

  speak(words: Words): void {
    this.words = words
    this.#draw()
  }

  #draw(): void {
    this.#tray?.setToolTip(trayTooltip(this.words, this.#counts))
    this.#tray?.setContextMenu(Menu.buildFromTemplate(trayMenu(this.words, this.#counts, this.actions)))
  }
}

/** Some desktops have no place for it; the program does without. */
const makeTray = (icon: string): Tray | null => {
  try {
    return new Tray(icon)
  } catch {
    return null
  }
}
