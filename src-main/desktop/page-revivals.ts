const WINDOW_MS = 60_000
const MOST = 3

/** How often a page that crashed may start afresh by itself: one that dies at its start would spin for ever. */
export class PageRevivals {
  #at: number[] = []

  /** @param now milliseconds of a clock that never goes back */
  mayRevive(now: number): boolean {
    this.#at = this.#at.filter((at) => now - at < WINDOW_MS)
    if (this.#at.length >= MOST) return false
    this.#at.push(now)
    return true
  }

  /** A person wants it: the count begins anew. */
  forget(): void {
    this.#at = []
  }
}
