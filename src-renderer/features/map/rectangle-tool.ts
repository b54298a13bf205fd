import * as L from 'leaflet'
import { boxBetween } from './selection'

export interface RectangleTool {
  /** While it is on a plain drag draws; Shift+drag always does. */
  readonly arm: (on: boolean) => void
  readonly show: (box: readonly [number, number, number, number] | null) => void
}

/** A drag shorter than this is a slip of a click. */
const SLIP_PIXELS = 6

/** Draws a rectangle on the map and tells its box. Escape gives it up. */
export const rectangleTool = (
  map: L.Map,
  done: (box: [number, number, number, number]) => void,
  given: () => void,
): RectangleTool => {
  let armed = false
  let start: L.LatLng | null = null
  let shape: L.Rectangle | null = null
  const container = map.getContainer()

  const show: RectangleTool['show'] = (box) => {
    shape?.remove()
    shape = null
    if (box)
      shape = L.rectangle(L.latLngBounds([box[1], box[0]], [box[3], box[2]]), {
        className: 'map-rectangle',
        interactive: false,
      }).addTo(map)
  }
  const arm = (on: boolean): void => {
    armed = on
    container.style.cursor = on ? 'crosshair' : ''
    if (on) map.dragging.disable()
    else map.dragging.enable()
  }
  const onMove = (event: PointerEvent): void => {
    if (start) show(boxBetween(start, map.mouseEventToLatLng(event)))
  }
  const stop = (): void => {
    start = null
    document.removeEventListener('pointermove', onMove)
    document.removeEventListener('pointerup', onUp)
    document.removeEventListener('keydown', onKey)
  }
  const onUp = (event: PointerEvent): void => {
    const from = start
    stop()
    if (!from) return
    const travelled = map.latLngToContainerPoint(from).distanceTo(map.mouseEventToContainerPoint(event))
    if (travelled < SLIP_PIXELS) return show(null)
    done(boxBetween(from, map.mouseEventToLatLng(event)))
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    stop()
    show(null)
    given()
  }
  container.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || (!armed && !event.shiftKey)) return
    event.preventDefault()
    start = map.mouseEventToLatLng(event)
    document.addEventListener('pointermove', onMove)
    document.addEventListener('pointerup', onUp)
    document.addEventListener('keydown', onKey)
  })
  map.on('unload', stop)
  return { arm, show }
}
