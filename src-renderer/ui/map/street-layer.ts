import type * as L from 'leaflet'
import type { Client } from '@shared/contract'
import { type CanvasFrame, CanvasPane } from './canvas-pane'
import { placeStreetNames } from './street-names'

export type MapStreets = Extract<Awaited<ReturnType<Client['places']['streets']>>, { ok: true }>['value']

/** From these zooms on. */
const NAMES = 14.4
const NUMBERS = 17
const DOTS = 16.4

/** Pixels of a street of some ten metres, and a thread where it would be less. */
const widthAt = (zoom: number): number => Math.max(1.1, 1.3 * 1.62 ** (zoom - 13))

/** The register's streets on a canvas of its own: thousands of them are one picture, not thousands of elements. */
export class StreetLayer {
  readonly #pane: CanvasPane
  #streets: MapStreets | null = null

  constructor(private readonly map: L.Map) {
    // Above the outlines, below what is drawn and the pins.
    this.#pane = new CanvasPane(map, 'streets', 360, (frame) => this.#paint(frame))
  }

  show(streets: MapStreets | null): void {
    this.#streets = streets
    this.#pane.draw()
  }

  draw(): void {
    this.#pane.draw()
  }

  remove(): void {
    this.#pane.remove()
  }

  #paint({ context, zoom, x, y, view }: CanvasFrame): void {
    const streets = this.#streets
    if (streets === null || streets.streets.length === 0) return
    const lines = streets.streets.map(({ name, lines: own }) => ({
      name,
      lines: own.map((line) => line.map((value, at) => (at % 2 === 0 ? x(value) : y(value)))),
    }))
    const path = new Path2D()
    for (const { lines: own } of lines) for (const line of own) curve(path, line)
    context.lineCap = 'round'
    context.lineJoin = 'round'
    const width = widthAt(zoom)
    const casing = this.#pane.colour('street-casing')
    if (width > 2) {
      context.strokeStyle = casing
      context.lineWidth = width + 1.6
      context.stroke(path)
    }
    context.strokeStyle = width > 2 ? this.#pane.colour('street') : casing
    context.lineWidth = width
    context.stroke(path)

    const font = getComputedStyle(this.map.getContainer()).fontFamily
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    if (zoom >= DOTS) {
      context.fillStyle = this.#pane.colour('door')
      context.font = `10px ${font}`
      drawDoors(context, streets.doors, { x, y, zoom })
    }
    if (zoom < NAMES) return
    context.font = `500 ${zoom >= 16 ? 12 : 11}px ${font}`
    context.strokeStyle = this.#pane.colour('street-halo')
    context.fillStyle = this.#pane.colour('street-name')
    context.lineWidth = 3
    for (const spot of placeStreetNames(lines, view, (name) => context.measureText(name).width + 8)) {
      context.save()
      context.translate(spot.x, spot.y)
      context.rotate(spot.angle)
      context.strokeText(spot.name, 0, 0)
      context.fillText(spot.name, 0, 0)
      context.restore()
    }
  }
}

const drawDoors = (
  context: CanvasRenderingContext2D,
  doors: MapStreets['doors'],
  { x, y, zoom }: Pick<CanvasFrame, 'x' | 'y' | 'zoom'>,
): void => {
  if (zoom < NUMBERS) {
    for (const [lon, lat] of doors) context.fillRect(x(lon) - 1, y(lat) - 1, 2, 2)
    return
  }
  const taken = new Set<string>()
  for (const [lon, lat, label] of doors) {
    const [left, top] = [x(lon), y(lat)]
    const cell = `${Math.round(left / 18)} ${Math.round(top / 12)}`
    if (taken.has(cell)) continue
    taken.add(cell)
    context.fillText(label, left, top)
  }
}

/** Through the middles between the points, so that a street bends instead of breaking. */
const curve = (path: Path2D, line: readonly number[]): void => {
  const [x = 0, y = 0] = line
  path.moveTo(x, y)
  if (line.length === 2) return path.lineTo(x + 0.01, y)
  for (let at = 2; at < line.length - 2; at += 2) {
    const [cx = 0, cy = 0, nx = 0, ny = 0] = line.slice(at, at + 4)
    path.quadraticCurveTo(cx, cy, (cx + nx) / 2, (cy + ny) / 2)
  }
  path.lineTo(line.at(-2) ?? x, line.at(-1) ?? y)
}
