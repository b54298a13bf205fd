import * as L from 'leaflet'
import { type Point, metresBetween, squareMetres } from '@shared/places/geo'
import { isTypingTarget } from '@/app/shortcuts'

export interface Measured {
  readonly points: number
  readonly metres: number
  /** Of the area that the line closes; null below three points. */
  readonly squareMetres: number | null
}

export interface MeasureTool {
  readonly arm: (on: boolean) => void
}

export const measured = (line: readonly Point[]): Measured => ({
  points: line.length,
  metres: line.slice(1).reduce((sum, point, at) => sum + metresBetween(line[at] ?? point, point), 0),
  squareMetres:
    line.length < 3
      ? null
      : squareMetres({
          type: 'Polygon',
          coordinates: [[...line, ...line.slice(0, 1)].map(({ lat, lon }) => [lon, lat])],
        }),
})

/**
 * A tape measure: a click sets a point, the line shows how far. From the keyboard Enter takes the middle of the map;
 * Backspace takes the last point back, Escape puts the tape away.
 */
export const measureTool = (map: L.Map, told: (now: Measured) => void, ended: () => void): MeasureTool => {
  const container = map.getContainer()
  const tape = L.layerGroup()
  let line: L.LatLng[] = []
  let isOn = false

  const draw = (): void => {
    tape.clearLayers()
    if (line.length > 1) tape.addLayer(L.polyline(line, { className: 'map-tape', interactive: false }))
    for (const at of line)
      tape.addLayer(L.circleMarker(at, { className: 'map-tape-point', radius: 4, interactive: false }))
    told(measured(line.map(({ lat, lng }) => ({ lat, lon: lng }))))
  }
  const add = (at: L.LatLng): void => {
    line.push(at)
    draw()
  }
  const onClick = (event: L.LeafletMouseEvent): void => add(event.latlng)
  const onKey = (event: KeyboardEvent): void => {
    // The filters beside the map are typed in meanwhile.
    if (isTypingTarget(event.target)) return
    if (event.key === 'Escape') ended()
    else if (event.key === 'Backspace') {
      line.pop()
      draw()
    } else if (event.key === 'Enter' && event.target === container) add(map.getCenter())
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const arm = (on: boolean): void => {
    if (on === isOn) return
    isOn = on
    line = []
    if (on) {
      tape.addTo(map)
      map.doubleClickZoom.disable()
      map.on('click', onClick)
      document.addEventListener('keydown', onKey)
      container.focus()
    } else {
      tape.remove()
      map.doubleClickZoom.enable()
      map.off('click', onClick)
      document.removeEventListener('keydown', onKey)
    }
    draw()
  }
  map.on('unload', () => document.removeEventListener('keydown', onKey))
  return { arm }
}
