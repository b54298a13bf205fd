import type { Point } from './geo'

const METRES_A_DEGREE = 111_195
/** Houses on both sides of a street lie so close together: the middle between them is where the street runs. */
const ACROSS_METRES = 24
/** Two neighbours further apart than this are not joined: nobody knows how the street runs in between. */
const GAP_METRES = 320
/** A tooth this short is a house set back, not a branch. */
const TOOTH_METRES = 55
const DIGITS = 1e6

interface Node {
  x: number
  y: number
  weight: number
}

/** Points that lie together, as the middle of them. */
const gathered = (points: readonly Node[]): Node[] => {
  const nodes: Node[] = []
  for (const point of points) {
    const near = nodes.find((node) => Math.hypot(node.x - point.x, node.y - point.y) < ACROSS_METRES)
    if (near === undefined) nodes.push({ ...point })
    else {
      near.x += (point.x - near.x) / (near.weight + 1)
      near.y += (point.y - near.y) / (near.weight + 1)
      near.weight += 1
    }
  }
  return nodes
}

type Links = Map<number, Set<number>>

const link = (links: Links, a: number, b: number): void => {
  links.set(a, (links.get(a) ?? new Set()).add(b))
  links.set(b, (links.get(b) ?? new Set()).add(a))
}

/** The shortest tree over the nodes (Prim), without the steps that are too long to be believed. */
const spanned = (nodes: readonly Node[]): Links => {
  const links: Links = new Map(nodes.map((_, at) => [at, new Set<number>()]))
  const distance = nodes.map(() => Infinity)
  const from = nodes.map(() => -1)
  const isIn = nodes.map(() => false)
  let at = 0
  for (let step = 1; step < nodes.length; step += 1) {
    isIn[at] = true
    const here = nodes[at]
    let next = -1
    for (const [other, node] of nodes.entries()) {
      if (isIn[other] || here === undefined) continue
      const metres = Math.hypot(node.x - here.x, node.y - here.y)
      if (metres < (distance[other] ?? Infinity)) {
        distance[other] = metres
        from[other] = at
      }
      if (next < 0 || (distance[other] ?? Infinity) < (distance[next] ?? Infinity)) next = other
    }
    if ((distance[next] ?? Infinity) <= GAP_METRES) link(links, next, from[next] ?? next)
    at = next
  }
  return links
}

const lengthOf = (nodes: readonly Node[], path: readonly number[]): number => {
  let metres = 0
  for (let at = 1; at < path.length; at += 1) {
    const [a, b] = [nodes[path[at - 1] ?? 0], nodes[path[at] ?? 0]]
    if (a && b) metres += Math.hypot(b.x - a.x, b.y - a.y)
  }
  return metres
}

/** From `start` by way of `next` to where the line ends or branches. */
const follow = (links: Links, start: number, next: number): number[] => {
  const path = [start]
  let [before, at] = [start, next]
  for (;;) {
    path.push(at)
    const around = links.get(at)
    if (around === undefined || around.size !== 2) return path
    const onward = [...around].find((other) => other !== before)
    if (onward === undefined || onward === start) return path
    before = at
    at = onward
  }
}

const dropTeeth = (nodes: readonly Node[], links: Links): void => {
  for (const start of nodes.keys()) {
    const around = links.get(start)
    const [next] = around ?? []
    if (around?.size !== 1 || next === undefined) continue
    const path = follow(links, start, next)
    const end = path.at(-1) ?? start
    if ((links.get(end)?.size ?? 0) < 3 || lengthOf(nodes, path) >= TOOTH_METRES) continue
    for (const [at, node] of path.slice(0, -1).entries()) {
      links.get(path[at + 1] ?? node)?.delete(node)
      links.delete(node)
    }
  }
}

const paths = (links: Links): number[][] => {
  const found: number[][] = []
  for (const [start, around] of links) {
    if (around.size === 2) continue
    if (around.size === 0) found.push([start])
    for (const next of around) {
      const path = follow(links, start, next)
      // Each is met from both of its ends.
      if (start <= (path.at(-1) ?? start)) found.push(path)
    }
  }
  return found
}

/** Odd and even numbers do not lie exactly opposite: what is left of their zigzag is drawn straight. */
const calmed = (line: readonly Node[]): Node[] =>
  line.map((node, at) => {
    const [before, after] = [line[at - 1], line[at + 1]]
    if (before === undefined || after === undefined) return node
    return {
      x: (before.x + 2 * node.x + after.x) / 4,
      y: (before.y + 2 * node.y + after.y) / 4,
      weight: node.weight,
    }
  })

/** Longitude and latitude in turn: `[lon, lat, lon, lat, …]`. */
export type FlatLine = number[]

/**
 * How a street runs, by where its houses stand: lines along the middle between both sides, branches and all. A house
 * that stands alone is a line of one point. No register that we know has the streets' own lines.
 */
export const traceStreet = (doors: readonly Point[]): FlatLine[] => {
  const [first] = doors
  if (first === undefined) return []
  const across = Math.cos((first.lat * Math.PI) / 180) || 1e-9
  const nodes = gathered(
    doors.map(({ lat, lon }) => ({
      x: (lon - first.lon) * across * METRES_A_DEGREE,
      y: (lat - first.lat) * METRES_A_DEGREE,
      weight: 1,
    })),
  )
  const links = spanned(nodes)
  dropTeeth(nodes, links)
  return paths(links).map((path) =>
    calmed(path.flatMap((at) => nodes[at] ?? [])).flatMap(({ x, y }) => [
      Math.round((first.lon + x / METRES_A_DEGREE / across) * DIGITS) / DIGITS,
      Math.round((first.lat + y / METRES_A_DEGREE) * DIGITS) / DIGITS,
    ]),
  )
}

/** A line with fewer points that strays nowhere further than so many degrees (Douglas and Peucker). */
export const coarser = (line: FlatLine, degrees: number): FlatLine => {
  const last = line.length / 2 - 1
  if (last < 2) return line
  const keep = new Set([0, last])
  const open: [number, number][] = [[0, last]]
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    const [from, to] = range
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = [line[2 * from], line[2 * from + 1], line[2 * to], line[2 * to + 1]]
    const length = Math.hypot(x2 - x1, y2 - y1)
    let [farthest, at] = [degrees, -1]
    for (let n = from + 1; n < to; n += 1) {
      const [x = 0, y = 0] = [line[2 * n], line[2 * n + 1]]
      const away =
        length === 0 ? Math.hypot(x - x1, y - y1) : Math.abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length
      if (away > farthest) [farthest, at] = [away, n]
    }
    if (at < 0) continue
    keep.add(at)
    open.push([from, at], [at, to])
  }
  return [...keep].toSorted((a, b) => a - b).flatMap((n) => [line[2 * n] ?? 0, line[2 * n + 1] ?? 0])
}
