import { type BrowserWindow, Menu } from 'electron'
import { MENU_COMMANDS, menuTemplate, type MenuActions } from './menu-template'
import type { Words } from './words'

/** The menus of every window. Each page says which of their commands it can carry out now; the others are greyed. */
export class DeskMenu {
  readonly #offered = new WeakMap<BrowserWindow, ReadonlySet<string>>()

  constructor(
    private words: Words,
    private readonly actions: MenuActions,
    private readonly focused: () => BrowserWindow | null,
  ) {
    this.speak(words)
  }

  speak(words: Words): void {
    this.words = words
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(this.words, this.actions, process.platform)))
    this.show(this.focused())
  }

  /** What this window's page can do from now on. */
  offers(window: BrowserWindow, ids: readonly string[]): void {
    this.#offered.set(window, new Set(ids))
    const focused = this.focused()
    if (focused === null || focused === window) this.show(window)
  }

  /** The menus are this window's now. */
  show(window: BrowserWindow | null): void {
    const offered = window === null ? undefined : this.#offered.get(window)
    for (const { id } of MENU_COMMANDS) {
      const item = Menu.getApplicationMenu()?.getMenuItemById(id)
      if (item) item.enabled = offered?.has(id) ?? false
    }
  }
}
