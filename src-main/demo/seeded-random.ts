import type { RandomBytes } from '@main/platform/random'

/** The same seed gives the same town (mulberry32; nothing secret is made of it). */
export class SeededRandom {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }

  /** From 0 to `below`, not included. */
  whole(below: number): number {
    return Math.floor(this.next() * below)
  }

  pick<T>(list: readonly T[]): T {
    const item = list[this.whole(list.length)]
    if (item === undefined) throw new Error('picked from an empty list')
    return item
  }

  weighted<T>(list: readonly (readonly [number, T])[]): T {
    let left = this.next() * list.reduce((sum, [weight]) => sum + weight, 0)
    for (const [weight, item] of list) {
      left -= weight
      if (left < 0) return item
    }
    return this.pick(list)[1]
  }

  bytes: RandomBytes = (count) => Uint8Array.from({ length: count }, () => this.whole(256))
}
