/**
 * A list in as few pieces of at most `size` as it takes (a call takes no more), in its order and of nearly one length:
 * nothing of a long list must look as if it had been chosen by itself.
 */
export const inPieces = <T>(list: readonly T[], size: number): T[][] => {
  const count = Math.ceil(list.length / size)
  const start = (piece: number): number => Math.round((piece * list.length) / count)
  return Array.from({ length: count }, (_, piece) => list.slice(start(piece), start(piece + 1)))
}
