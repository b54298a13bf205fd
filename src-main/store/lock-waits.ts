const KEPT = 1000
const MINUTE_MS = 60_000
const MINUTES_KEPT = 60

/** How long writes waited in one minute, in milliseconds. */
export interface MinuteOfWaits {
  /** 0 is the minute that runs now. */
  readonly minutesAgo: number
  readonly writes: number
  readonly p50: number
  readonly p99: number
}

interface Minute {
  readonly number: number
  writes: number
  readonly waits: number[]
}

const percentileOf = (waits: readonly number[], share: number): number => {
  const sorted = waits.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

/**
 * The last thousand waits for the store's lock, in milliseconds, for the status line and `doctor`; and the last hour
 * minute by minute: a share that slows down at nine every morning is seen by nobody in an average.
 */
export class LockWaits {
  readonly #waits: number[] = []
  #minutes: Minute[] = []

  /** @param now monotonic milliseconds */
  note(milliseconds: number, now: number = performance.now()): void {
    this.#waits.push(milliseconds)
    if (this.#waits.length > KEPT) this.#waits.shift()
    const number = Math.floor(now / MINUTE_MS)
    const last = this.#minutes.at(-1)
    if (last?.number !== number) {
      this.#minutes = [
        ...this.#minutes.filter((one) => one.number > number - MINUTES_KEPT),
        { number, writes: 1, waits: [milliseconds] },
      ]
    } else {
      last.writes += 1
      if (last.waits.length < KEPT) last.waits.push(milliseconds)
    }
  }

  /** `share` 0.99 is p99; 0 when nothing was noted yet. */
  percentile(share: number): number {
    return percentileOf(this.#waits, share)
  }

  /** Minutes of the last hour in which something was written, the oldest first. */
  byMinute(now: number = performance.now()): MinuteOfWaits[] {
    const current = Math.floor(now / MINUTE_MS)
    return this.#minutes
      .filter(({ number }) => number > current - MINUTES_KEPT)
      .map(({ number, writes, waits }) => ({
        minutesAgo: current - number,
        writes,
        p50: percentileOf(waits, 0.5),
        p99: percentileOf(waits, 0.99),
      }))
  }
}

/** Milliseconds before the next try: doubling to 80 ms, then a random part of it; `random` in [0, 1). */
export const backoffDelay = (attempt: number, random: number): number =>
  1 + Math.floor(random * Math.min(80, 4 * 2 ** Math.min(attempt, 8)))
