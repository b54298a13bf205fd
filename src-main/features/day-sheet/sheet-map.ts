import { type Area, type Bbox, type Point, bboxOf, inBbox, metresBetween } from '@shared/places/geo'
import type { SheetMapFacts } from './sheet-facts'

/** A rectangle on the paper, in points. */
export interface Frame {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** From a place on the globe to a point of the paper, and how much a point of the paper is worth. */
export interface Projection {
  readonly bbox: Bbox
  readonly at: (point: Point) => readonly [x: number, y: number]
  /** Metres that one point of the paper stands for. */
  readonly metres: number
}

/** Round the stops and the depot; the whole town when nothing has a place. */
const viewOf = (points: readonly Point[], facts: SheetMapFacts): Bbox => {
  if (points.length > 0)
    return [
      Math.min(...points.map(({ lon }) => lon)),
      Math.min(...points.map(({ lat }) => lat)),
      Math.max(...points.map(({ lon }) => lon)),
      Math.max(...points.map(({ lat }) => lat)),
    ]
  const boxes = facts.boundary.flatMap((area) => bboxOf(area) ?? [])
  const [west, south, east, north] = boxes.length >= 4 ? boxes : [10.4, 43.7, 10.7, 44]
  return [west ?? 0, south ?? 0, east ?? 0, north ?? 0]
}

/** Less than this across, in metres, and neighbours would look like opposite ends of the town. */
const LEAST_WIDTH = 900
const MARGIN = 0.12

/** Equirectangular about the middle: at a town's size nobody sees the difference, and north is up. */
export const projectionOf = (points: readonly Point[], facts: SheetMapFacts, frame: Frame): Projection => {
  const [west, south, east, north] = viewOf(points, facts)
  const middle = { lat: (south + north) / 2, lon: (west + east) / 2 }
  const perLat = metresBetween(middle, { ...middle, lat: middle.lat + 0.01 }) / 0.01
  const perLon = metresBetween(middle, { ...middle, lon: middle.lon + 0.01 }) / 0.01
  const across = Math.max((east - west) * perLon * (1 + 2 * MARGIN), LEAST_WIDTH)
  const along = Math.max((north - south) * perLat * (1 + 2 * MARGIN), LEAST_WIDTH * (frame.height / frame.width))
  const metres = Math.max(across / frame.width, along / frame.height)
  const half = { lon: (frame.width * metres) / perLon / 2, lat: (frame.height * metres) / perLat / 2 }
  return {
    bbox: [middle.lon - half.lon, middle.lat - half.lat, middle.lon + half.lon, middle.lat + half.lat],
    at: ({ lat, lon }) => [
      frame.x + frame.width / 2 + ((lon - middle.lon) * perLon) / metres,
      frame.y + frame.height / 2 - ((lat - middle.lat) * perLat) / metres,
    ],
    metres,
  }
}

/** Rings as lines of the paper. */
export const outlinesOf = (area: Area, projection: Projection): (readonly (readonly [number, number])[])[] =>
  (area.type === 'Polygon' ? [area.coordinates] : area.coordinates).flatMap((polygon) =>
    polygon.map((ring) => ring.map(([lon = 0, lat = 0]) => projection.at({ lat, lon }))),
  )

export const isShown = (point: Point, projection: Projection): boolean => inBbox(point, projection.bbox)

/** A round length for the scale bar: at most `most` points long. */
export const scaleBar = (
  projection: Projection,
  most: number,
): { readonly metres: number; readonly length: number } => {
  const longest = projection.metres * most
  const power = 10 ** Math.floor(Math.log10(longest))
  const metres = ([5, 2, 1].find((step) => step * power <= longest) ?? 1) * power
  return { metres, length: metres / projection.metres }
}

/** Points of the paper that keep clear of each other: later ones step aside round their own place. */
export const spread = (
  places: readonly (readonly [number, number])[],
  apart: number,
): readonly (readonly [number, number])[] => {
  const put: (readonly [number, number])[] = []
  for (const [x, y] of places) {
    let spot: readonly [number, number] = [x, y]
    for (let turn = 0; turn < 24 && put.some(([a, b]) => Math.hypot(a - spot[0], b - spot[1]) < apart); turn += 1) {
      const angle = turn * 2.4
      const reach = apart * (0.6 + turn * 0.12)
      spot = [x + Math.cos(angle) * reach, y + Math.sin(angle) * reach]
    }
    put.push(spot)
  }
  return put
}
