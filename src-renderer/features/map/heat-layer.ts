import type * as L from 'leaflet'
import simpleheat from 'simpleheat'
import { CanvasPane } from '@/ui/map/canvas-pane'

/** Longitude, latitude, and how many tickets lie there. */
export type HeatSpot = readonly [lon: number, lat: number, count: number]

const RADIUS = 18
const BLUR = 16
/** Light to dark in one hue family: read in print and by who does not tell red from green. */
const COLOURS = { 0.25: '#fde68a', 0.5: '#fb923c', 0.75: '#dc2626', 1: '#7f1d1d' } as const
/** Spots that fall into one square of so many pixels are one. */
const GRAIN = 8

/** Where tickets lie close, as warmth; quiet places stay clear. */
export class HeatLayer {
  readonly #pane: CanvasPane
  #spots: readonly HeatSpot[] = []

  constructor(map: L.Map) {
    this.#pane = new CanvasPane(map, 'heat', 370, ({ x, y }) => {
      const { canvas } = this.#pane
      const sharp = window.devicePixelRatio || 1
      const squares = new Map<string, [number, number, number]>()
      let most = 1
      for (const [lon, lat, count] of this.#spots) {
        const [left, top] = [x(lon) * sharp, y(lat) * sharp]
        if (left < 0 || top < 0 || left > canvas.width || top > canvas.height) continue
        const key = `${Math.floor(left / GRAIN)} ${Math.floor(top / GRAIN)}`
        const square = squares.get(key) ?? [left, top, 0]
        square[2] += count
        most = Math.max(most, square[2])
        squares.set(key, square)
      }
      if (squares.size === 0) return
      simpleheat(canvas)
        .radius(RADIUS * sharp, BLUR * sharp)
        .gradient(COLOURS)
        .max(Math.max(2, most * 0.6))
        .data([...squares.values()])
        .draw(0.08)
    })
    this.#pane.canvas.style.opacity = '0.75'
  }

  show(spots: readonly HeatSpot[]): void {
    this.#spots = spots
    this.#pane.draw()
  }

  remove(): void {
    this.#pane.remove()
  }
}
