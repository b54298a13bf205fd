import { Menu, Tray } from 'electron'
import { fill, type Words } from './words'

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
    const { tray } = this.words
    this.#tray?.setToolTip(fill(tray.tooltip, this.#counts))
    this.#tray?.setContextMenu(
      Menu.buildFromTemplate([
        { label: fill(tray.tooltip, this.#counts), enabled: false },
        { label: tray.show, click: this.actions.show },
        { label: this.words.menu.quit, click: this.actions.quit },
      ]),
    )
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
