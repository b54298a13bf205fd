const FREE_TRIES = 5
const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 5 * 60_000

interface Tries {
  readonly count: number
  readonly since: number
}

/** After five wrong passwords for a name the next try waits 5 s, then 10 s, 20 s … up to five minutes. */
export class Throttle {
  readonly #tries = new Map<string, Tries>()

  /** Milliseconds to wait; `now` is monotonic. */
  waitFor(username: string, now: number): number {
    const tries = this.#tries.get(username)
    if (!tries || tries.count < FREE_TRIES) return 0
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries.count - FREE_TRIES))
    return Math.max(0, tries.since + wait - now)
  }

  failed(username: string, now: number): void {
    this.#tries.set(username, { count: (this.#tries.get(username)?.count ?? 0) + 1, since: now })
  }

  succeeded(username: string): void {
    this.#tries.delete(username)
  }
}
