/** So many at once, and so many a second for ever: a bucket that fills by the monotonic clock. */
export class RateLimit {
  #left: number
  #at: number

  constructor(
    private readonly monotonic: () => number,
    private readonly burst: number,
    private readonly perSecond: number,
  ) {
    this.#left = burst
    this.#at = monotonic()
  }

  /** False when there have been too many. */
  take(): boolean {
    const now = this.monotonic()
    this.#left = Math.min(this.burst, this.#left + ((now - this.#at) / 1000) * this.perSecond)
    this.#at = now
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}
