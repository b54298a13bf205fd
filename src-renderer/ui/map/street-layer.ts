import * as L from 'leaflet'
import type { Client } from '@shared/contract'
import { placeStreetNames } from './street-names'

export type MapStreets = Extract<Awaited<ReturnType<Client['places']['streets']>>, { ok: true }>['value']

/** Above the outlines, below what is drawn and the pins. */
const PANE = 'streets'
/** Of the view, drawn beyond each of its edges: a short drag uncovers nothing. */
const AROUND = 0.3
/** From these zooms on. */
const NAMES = 14.4
const NUMBERS = 17
const DOTS = 16.4

/** Pixels of a street of some ten metres, and a thread where it would be less. */
const widthAt = (zoom: number): number => Math.max(1.1, 1.3 * 1.62 ** (zoom - 13))

interface Colours {
  readonly street: string
  readonly casing: string
  readonly name: string
  readonly halo: string
  readonly door: string
}

/** The register's streets on a canvas of its own: thousands of them are one picture, not thousands of elements. */
export class StreetLayer {
  readonly #canvas = document.createElement('canvas')
  readonly #drop: () => void
  #streets: MapStreets | null = null
  /** Where the picture lies that is on the canvas. */
  #corner = L.latLng(0, 0)
  #zoom = 0

  constructor(private readonly map: L.Map) {
    const pane = map.getPane(PANE) ?? map.createPane(PANE)
    pane.style.zIndex = '360'
    pane.style.pointerEvents = 'none'
    this.#canvas.className = 'leaflet-zoom-animated'
    this.#canvas.dataset.layer = 'streets'
    pane.append(this.#canvas)
    const draw = (): void => this.draw()
    const zoomTo = (event: L.LeafletEvent): void => this.#zoomTo(event as L.ZoomAnimEvent)
    map.on('moveend', draw).on('zoomanim', zoomTo)
    this.#drop = () => map.off('moveend', draw).off('zoomanim', zoomTo)
  }

  show(streets: MapStreets | null): void {
    this.#streets = streets
    this.draw()
  }

  remove(): void {
    this.#drop()
    this.#canvas.remove()
  }

  /** The old picture grows or shrinks with the map until the new one is drawn. */
  #zoomTo({ center, zoom }: L.ZoomAnimEvent): void {
    const scale = this.map.getZoomScale(zoom, this.#zoom)
    const size = this.map.getSize()
    const at = this.map
      .project(this.#corner, zoom)
      .subtract(this.map.project(center, zoom).subtract(size.divideBy(2)))
      .subtract(L.DomUtil.getPosition(this.map.getPane('mapPane') as HTMLElement))
    L.DomUtil.setTransform(this.#canvas, at.round(), scale)
  }

  #colours(): Colours {
    const style = getComputedStyle(this.map.getContainer())
    const of = (name: string): string => style.getPropertyValue(`--map-${name}`).trim() || '#888'
    return {
      street: of('street'),
      casing: of('street-casing'),
      name: of('street-name'),
      halo: of('street-halo'),
      door: of('door'),
    }
  }

  draw(): void {
    const { map } = this
    const size = map.getSize()
    const context = this.#canvas.getContext('2d')
    if (context === null || size.x === 0) return
    const pad = L.point(Math.round(size.x * AROUND), Math.round(size.y * AROUND))
    const whole = size.add(pad.multiplyBy(2))
    const sharp = window.devicePixelRatio || 1
    this.#canvas.width = whole.x * sharp
    this.#canvas.height = whole.y * sharp
    this.#canvas.style.width = `${whole.x}px`
    this.#canvas.style.height = `${whole.y}px`
    const origin = map.containerPointToLayerPoint(L.point(-pad.x, -pad.y))
    L.DomUtil.setTransform(this.#canvas, origin, 1)
    this.#corner = map.layerPointToLatLng(origin)
    this.#zoom = map.getZoom()
    const streets = this.#streets
    if (streets === null || streets.streets.length === 0) return
    context.scale(sharp, sharp)

    // The map's own projection, without an object a point.
    const scale = 256 * 2 ** this.#zoom
    const corner = map.getPixelOrigin().add(origin)
    const x = (lon: number): number => (lon / 360 + 0.5) * scale - corner.x
    const y = (lat: number): number => {
      const sine = Math.sin((lat * Math.PI) / 180)
      return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * scale - corner.y
    }
    const lines = streets.streets.map(({ name, lines: own }) => ({
      name,
      lines: own.map((line) => line.map((value, at) => (at % 2 === 0 ? x(value) : y(value)))),
    }))
    const colours = this.#colours()
    const path = new Path2D()
    for (const { lines: own } of lines) for (const line of own) curve(path, line)
    context.lineCap = 'round'
    context.lineJoin = 'round'
    const width = widthAt(this.#zoom)
    if (width > 2) {
      context.strokeStyle = colours.casing
      context.lineWidth = width + 1.6
      context.stroke(path)
    }
    context.strokeStyle = width > 2 ? colours.street : colours.casing
    context.lineWidth = width
    context.stroke(path)

    if (this.#zoom >= DOTS) this.#doors(context, colours, streets.doors, x, y)
    if (this.#zoom < NAMES) return
    const font = getComputedStyle(map.getContainer()).fontFamily
    context.font = `500 ${this.#zoom >= 16 ? 12 : 11}px ${font}`
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.strokeStyle = colours.halo
    context.fillStyle = colours.name
    context.lineWidth = 3
    const view = { left: pad.x, top: pad.y, right: pad.x + size.x, bottom: pad.y + size.y }
    for (const spot of placeStreetNames(lines, view, (name) => context.measureText(name).width + 8)) {
      context.save()
      context.translate(spot.x, spot.y)
      context.rotate(spot.angle)
      context.strokeText(spot.name, 0, 0)
      context.fillText(spot.name, 0, 0)
      context.restore()
    }
  }

  #doors(
    context: CanvasRenderingContext2D,
    colours: Colours,
    doors: MapStreets['doors'],
    x: (lon: number) => number,
    y: (lat: number) => number,
  ): void {
    context.fillStyle = colours.door
    if (this.#zoom < NUMBERS) {
      for (const [lon, lat] of doors) context.fillRect(x(lon) - 1, y(lat) - 1, 2, 2)
      return
    }
    context.font = `10px ${getComputedStyle(this.map.getContainer()).fontFamily}`
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    const taken = new Set<string>()
    for (const [lon, lat, label] of doors) {
      const [left, top] = [x(lon), y(lat)]
      const cell = `${Math.round(left / 18)} ${Math.round(top / 12)}`
      if (taken.has(cell)) continue
      taken.add(cell)
      context.fillText(label, left, top)
    }
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
