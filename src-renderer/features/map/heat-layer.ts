import type * as L from 'leaflet'
import { CanvasPane } from '@/ui/map/canvas-pane'
import { drawWarmth, rampOf } from './warmth'

/** Longitude, latitude, and how many tickets lie there. */
export type HeatSpot = readonly [lon: number, lat: number, count: number]

const RADIUS = 34
/** Light to dark in one hue family: read in print and by who does not tell red from green. */
const RAMP = rampOf([
  [0.25, 253, 230, 138],
  [0.5, 251, 146, 60],
  [0.75, 220, 38, 38],
  [1, 127, 29, 29],
])
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
      const look = { radius: RADIUS * sharp, most: Math.max(2, most * 0.6), least: 0.08, ramp: RAMP }
      drawWarmth(canvas, [...squares.values()], look)
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
