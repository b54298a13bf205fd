type Point = readonly [number, number]

/** Positive when a, b, c turn left. */
const turn = (a: Point, b: Point, c: Point): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

const cross = (a: Point, b: Point, c: Point, d: Point): boolean =>
  turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0

/**
 * Whether two sides of a closed ring pass through each other (touching is allowed: real borders do). Sides are swept
 * from west to east, so a border of tens of thousands of points costs about as many comparisons, not their square.
 */
export const crossesItself = (ring: readonly Point[]): boolean => {
  const sides = ring
    .slice(1)
    .map((to, index): { from: Point; to: Point; west: number; east: number } => {
      const from = ring[index] ?? to
      return { from, to, west: Math.min(from[0], to[0]), east: Math.max(from[0], to[0]) }
    })
    .toSorted((a, b) => a.west - b.west)
  let open: typeof sides = []
  for (const side of sides) {
    open = open.filter((other) => other.east >= side.west)
    if (open.some((other) => cross(side.from, side.to, other.from, other.to))) return true
    open.push(side)
  }
  return false
}
