export interface NamedSpot {
  readonly name: string
  /** Where it stands on screen, in pixels. */
  readonly x: number
  readonly y: number
}

/** Width of a letter and height of a line of the map's small type, with a little air. */
const LETTER = 6.6
const LINE = 15
const AIR = 6

/** The names that can be written without lying on one another; who comes first in the list has the right of way. */
export const roomFor = <Spot extends NamedSpot>(spots: readonly Spot[]): Spot[] => {
  const taken: { left: number; right: number; top: number; bottom: number }[] = []
  return spots.filter(({ name, x, y }) => {
    const half = (name.length * LETTER + AIR) / 2
    const box = { left: x - half, right: x + half, top: y - LINE / 2, bottom: y + LINE / 2 }
    const isFree = taken.every(
      (other) => box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom,
    )
    if (isFree) taken.push(box)
    return isFree
  })
}
