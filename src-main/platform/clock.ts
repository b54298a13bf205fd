import { type Instant, asInstant } from '@shared/kernel/instant'

/** The only source of "now"; a test puts its own in place. */
export interface Clock {
  now(): Instant
  /** Milliseconds that never go back, for durations. */
  monotonic(): number
}

export const systemClock: Clock = {
  now: () => asInstant(Date.now()),
  monotonic: () => performance.now(),
}
