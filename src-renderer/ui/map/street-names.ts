/** A line on the screen: x and y in turn, in pixels. */
export type PixelLine = readonly number[]

export interface PlacedName {
  readonly name: string
  readonly x: number
  readonly y: number
  /** Radians; never upside down. */
  readonly angle: number
}

export interface NamedLine {
  readonly name: string
  readonly lines: readonly PixelLine[]
}

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Half of the square that a name is felt out with, and how far apart the squares lie along it. */
const HALF = 8
const STEP = 12
/** A name may be a little longer than the stretch it is written on. */
const OVERHANG = 1.15

interface Stretch {
  readonly points: PixelLine
  readonly length: number
}

const lengthOf = (line: PixelLine): number => {
  let length = 0
  for (let at = 2; at < line.length; at += 2)
    length += Math.hypot((line[at] ?? 0) - (line[at - 2] ?? 0), (line[at + 1] ?? 0) - (line[at - 1] ?? 0))
  return length
}

const isIn = (x: number, y: number, box: Box): boolean =>
  x >= box.left && x <= box.right && y >= box.top && y <= box.bottom

/** The longest piece of a street that lies in the view. */
const longestIn = (lines: readonly PixelLine[], view: Box): Stretch | null => {
  let best: Stretch | null = null
  const weigh = (points: number[]): void => {
    const length = lengthOf(points)
    if (points.length > 2 && length > (best?.length ?? 0)) best = { points, length }
  }
  for (const line of lines) {
    let piece: number[] = []
    for (let at = 0; at < line.length; at += 2) {
      const [x = 0, y = 0] = [line[at], line[at + 1]]
      if (isIn(x, y, view)) piece.push(x, y)
      else {
        weigh(piece)
        piece = []
      }
    }
    weigh(piece)
  }
  return best
}

const pointAt = ({ points }: Stretch, along: number): readonly [number, number] => {
  let left = along
  for (let at = 2; at < points.length; at += 2) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = points.slice(at - 2, at + 2)
    const length = Math.hypot(x2 - x1, y2 - y1)
    if (left <= length && length > 0) return [x1 + ((x2 - x1) * left) / length, y1 + ((y2 - y1) * left) / length]
    left -= length
  }
  return [points.at(-2) ?? 0, points.at(-1) ?? 0]
}

const boxesOf = ({ x, y, angle }: PlacedName, width: number): Box[] => {
  const count = Math.max(1, Math.ceil(width / STEP))
  return Array.from({ length: count }, (_, at) => {
    const away = (at - (count - 1) / 2) * STEP
    const [cx, cy] = [x + Math.cos(angle) * away, y + Math.sin(angle) * away]
    return { left: cx - HALF, right: cx + HALF, top: cy - HALF, bottom: cy + HALF }
  })
}

const meet = (a: Box, b: Box): boolean => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top

/**
 * Where streets' names are written: along the longest piece that is in view, the longest street first, none over
 * another. A street that is too short for its name has none.
 */
export const placeStreetNames = (
  streets: readonly NamedLine[],
  view: Box,
  widthOf: (name: string) => number,
): PlacedName[] => {
  const found = streets
    .flatMap(({ name, lines }) => {
      const stretch = longestIn(lines, view)
      return stretch === null ? [] : [{ name, stretch }]
    })
    .toSorted((a, b) => b.stretch.length - a.stretch.length)
  const taken: Box[] = []
  const placed: PlacedName[] = []
  for (const { name, stretch } of found) {
    const width = widthOf(name)
    if (width > stretch.length * OVERHANG) continue
    const half = Math.min(width, stretch.length) / 2
    const [x1, y1] = pointAt(stretch, stretch.length / 2 - half)
    const [x2, y2] = pointAt(stretch, stretch.length / 2 + half)
    const [x, y] = pointAt(stretch, stretch.length / 2)
    const slope = Math.atan2(y2 - y1, x2 - x1)
    const angle = slope > Math.PI / 2 ? slope - Math.PI : slope < -Math.PI / 2 ? slope + Math.PI : slope
    const spot = { name, x, y, angle }
    const boxes = boxesOf(spot, width)
    if (boxes.some((box) => taken.some((other) => meet(box, other)))) continue
    taken.push(...boxes)
    placed.push(spot)
  }
  return placed
}
