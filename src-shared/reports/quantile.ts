/**
 * The value that a share of the values do not exceed (nearest rank: always one that occurred); null for none. `sorted` goes
 * up.
 */
export const quantileOf = (sorted: ArrayLike<number>, share: number): number | null =>
  sorted.length === 0 ? null : (sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null)
