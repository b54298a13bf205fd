const FREE_TRIES = 5
const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 5 * 60_000

interface Tries {
  readonly count: number
  readonly since: number
}

/** After five wrong tries of one kind the next waits 5 s, then 10 s, 20 s … up to five minutes; forgotten at a restart. */
export class MemoryThrottle {
  readonly #tries = new Map<string, Tries>()

  /** Milliseconds to wait; `now` is monotonic. */
  waitFor(key: string, now: number): number {
    const tries = this.#tries.get(key)
    if (!tries || tries.count < FREE_TRIES) return 0
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries.count - FREE_TRIES))
    return Math.max(0, tries.since + wait - now)
  }

  failed(key: string, now: number): void {
    this.#tries.set(key, { count: (this.#tries.get(key)?.count ?? 0) + 1, since: now })
  }

  succeeded(key: string): void {
    this.#tries.delete(key)
  }
}
