/**
 * Milliseconds to wait after the nth failure in a row: doubling from `first` up to `most`, with a random quarter taken
 * off so that several desks do not come back together.
 */
export const retryDelay = (
  failures: number,
  first: number,
  most: number,
  random: () => number = Math.random,
): number => {
  const full = Math.min(most, first * 2 ** Math.min(failures - 1, 30))
  return full * (1 - random() / 4)
}
