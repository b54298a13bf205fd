const KEPT = 1000

/** The last thousand waits for the store's lock, in milliseconds, for the status line and `doctor`. */
export class LockWaits {
  readonly #waits: number[] = []

  note(milliseconds: number): void {
    this.#waits.push(milliseconds)
    if (this.#waits.length > KEPT) this.#waits.shift()
  }

  /** `share` 0.99 is p99; 0 when nothing was noted yet. */
  percentile(share: number): number {
    if (this.#waits.length === 0) return 0
    const sorted = this.#waits.toSorted((a, b) => a - b)
    return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  }
}

/** Milliseconds before the next try: doubling to 80 ms, then a random part of it; `random` in [0, 1). */
export const backoffDelay = (attempt: number, random: number): number =>
  1 + Math.floor(random * Math.min(80, 4 * 2 ** Math.min(attempt, 8)))
