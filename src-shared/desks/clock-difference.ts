/** Two clocks further apart than this disturb: times on the timeline would stand in the wrong order. Milliseconds. */
export const CLOCKS_APART_MS = 120_000

/**
 * How far another desk's clock is ahead of ours, in whole seconds; null while it is within what a beat's age explains.
 * `seenAt` is our clock when its new beat was first seen, at most `beatMs` after the other wrote `clockAt`.
 */
export const clockDifference = (clockAt: number, seenAt: number, beatMs: number): number | null => {
  const earliest = clockAt - seenAt
  // The other wrote it up to one beat ago: by so much it may look slower than it is.
  const ahead = earliest > 0 ? earliest : Math.min(0, earliest + beatMs)
  return Math.abs(ahead) < CLOCKS_APART_MS ? null : Math.round(ahead / 1000)
}
