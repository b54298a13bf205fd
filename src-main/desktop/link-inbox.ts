import { type DesktopOrder, orderInArguments } from './desktop-requests'

/**
 * Links that the system hands over (`open-url` on macOS) may come before there is a window, and the one that starts
 * the program always does: it waits here for the first page.
 */
export class LinkInbox {
  #waiting: DesktopOrder | null
  #deliver: ((order: DesktopOrder) => void) | null = null

  /** @param args a link among the arguments that started the program is the first to wait */
  constructor(args: readonly string[]) {
    this.#waiting = orderInArguments(args)
  }

  take(url: string): void {
    const order = orderInArguments([url])
    if (order === null) return
    if (this.#deliver === null) this.#waiting = order
    else this.#deliver(order)
  }

  /** From now on links go to `deliver`; answers the one that waited, for the page that is being drawn. */
  open(deliver: (order: DesktopOrder) => void): DesktopOrder | null {
    this.#deliver = deliver
    const waited = this.#waiting
    this.#waiting = null
    return waited
  }
}
