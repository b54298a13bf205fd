type Point = readonly number[]

const x = (point: Point): number => point[0] ?? 0
const y = (point: Point): number => point[1] ?? 0

/** Positive when a, b, c turn left. */
const turn = (a: Point, b: Point, c: Point): number => (x(b) - x(a)) * (y(c) - y(a)) - (y(b) - y(a)) * (x(c) - x(a))

const cross = (a: Point, b: Point, c: Point, d: Point): boolean =>
  turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0

/**
 * Whether two sides of closed rings pass through each other, be they of one ring or of two (touching is allowed: real
 * borders do). Sides are swept from west to east, so a border of tens of thousands of points costs about as many
 * comparisons, not their square.
 */
export const sidesCross = (rings: readonly (readonly Point[])[]): boolean => {
  const sides = rings
    .flatMap((ring) =>
      ring.slice(1).map((to, index): { from: Point; to: Point; west: number; east: number } => {
        const from = ring[index] ?? to
        return { from, to, west: Math.min(x(from), x(to)), east: Math.max(x(from), x(to)) }
      }),
    )
    .toSorted((a, b) => a.west - b.west)
  let open: typeof sides = []
  for (const side of sides) {
    open = open.filter((other) => other.east >= side.west)
    if (open.some((other) => cross(side.from, side.to, other.from, other.to))) return true
    open.push(side)
  }
  return false
}
