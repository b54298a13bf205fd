import * as L from 'leaflet'
import { isTypingTarget } from '@/app/shortcuts'
import { type Drawn, boxBetween, freehand, rectangle } from './selection'

export type SelectionShape = Drawn['kind']

export interface SelectionTool {
  /** While it is on a plain drag draws; Shift+drag always draws a rectangle. */
  readonly arm: (shape: SelectionShape | null) => void
  readonly show: (drawn: Drawn | null) => void
}

/** A drag shorter than this is a slip of a click. */
const SLIP_PIXELS = 6
/** A hand's line is kept a point every so many pixels. */
const POINT_PIXELS = 4

/** Draws a rectangle or a line by hand on the map and tells what it was. Escape gives it up. */
export const selectionTool = (map: L.Map, done: (drawn: Drawn) => void, given: () => void): SelectionTool => {
  let armed: SelectionShape | null = null
  let drawing: SelectionShape | null = null
  let line: L.LatLng[] = []
  let shape: L.Path | null = null
  /** What is drawn for good: a line that was given up leaves it as it was. */
  let kept: Drawn | null = null
  const container = map.getContainer()

  const paint = (drawn: Drawn | null): void => {
    shape?.remove()
    shape = null
    if (drawn === null) return
    const [west, south, east, north] = drawn.box
    const style = { className: 'map-rectangle', interactive: false }
    shape =
      drawn.kind === 'rectangle'
        ? L.rectangle(L.latLngBounds([south, west], [north, east]), style)
        : L.polygon(
            (drawn.area.coordinates[0] ?? []).map(([lon = 0, lat = 0]) => L.latLng(lat, lon)),
            style,
          )
    shape.addTo(map)
  }
  const show: SelectionTool['show'] = (drawn) => {
    kept = drawn
    paint(drawn)
  }
  const arm: SelectionTool['arm'] = (wanted) => {
    armed = wanted
    if (wanted === null) {
      map.dragging.enable()
      if (drawing === null) document.removeEventListener('keydown', onKey)
    } else {
      map.dragging.disable()
      document.addEventListener('keydown', onKey)
    }
  }
  const drawn = (): Drawn | null => {
    const [first, last] = [line[0], line.at(-1)]
    if (!first || !last) return null
    return drawing === 'freehand' ? freehand(line) : rectangle(boxBetween(first, last))
  }
  const onMove = (event: PointerEvent): void => {
    const at = map.mouseEventToLatLng(event)
    const before = line.at(-1)
    const isNear =
      before !== undefined &&
      map.latLngToContainerPoint(before).distanceTo(map.latLngToContainerPoint(at)) < POINT_PIXELS
    if (drawing === 'rectangle') line = [...line.slice(0, 1), at]
    else if (isNear) return
    else line.push(at)
    paint(drawn())
  }
  const stop = (): void => {
    drawing = null
    line = []
    document.removeEventListener('pointermove', onMove)
    document.removeEventListener('pointerup', onUp)
    if (armed === null) document.removeEventListener('keydown', onKey)
  }
  const onUp = (): void => {
    const result = drawn()
    const spots = line.map((at) => map.latLngToContainerPoint(at))
    const size = L.bounds(spots).getSize()
    const isShape = drawing === 'rectangle' || line.length > 2
    stop()
    if (result === null || !isShape || Math.max(size.x, size.y) < SLIP_PIXELS) return paint(kept)
    done(result)
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || isTypingTarget(event.target)) return
    event.preventDefault()
    stop()
    paint(kept)
    given()
  }
  container.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || (armed === null && !event.shiftKey)) return
    event.preventDefault()
    drawing = armed ?? 'rectangle'
    line = [map.mouseEventToLatLng(event)]
    document.addEventListener('pointermove', onMove)
    document.addEventListener('pointerup', onUp)
    document.addEventListener('keydown', onKey)
  })
  map.on('unload', () => {
    armed = null
    stop()
  })
  return { arm, show }
}
