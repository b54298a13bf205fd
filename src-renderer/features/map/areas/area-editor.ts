import * as L from 'leaflet'
import type { Polygon as GeoPolygon, MultiPolygon } from 'geojson'
import type { AreaGeometry } from './area-draft'

/**
 * Drawing, dragging corners and snapping to neighbours are Geoman's. It hangs itself on the Leaflet that
 * the page knows as `L`, and a map must be made after it came: whoever draws waits for this first.
 */
export const loadDrawing = async (): Promise<void> => {
  window.L ??= L
  await import('@geoman-io/leaflet-geoman-free')
}

export interface EditorEvents {
  readonly drawn: (geometry: AreaGeometry) => void
  readonly edited: (geometry: AreaGeometry) => void
}

const SNAP_PIXELS = 12
const DIGITS = 7

const geometryOf = (layer: L.Polygon): AreaGeometry => {
  const { geometry } = layer.toGeoJSON(DIGITS) as { geometry: GeoPolygon | MultiPolygon }
  return geometry as AreaGeometry
}

const isPolygon = (layer: L.Layer): layer is L.Polygon => layer instanceof L.Polygon

/** One area under the hand, on a map that was made after `loadDrawing`. */
export class AreaEditor {
  #layer: L.Polygon | null = null

  constructor(
    private readonly map: L.Map,
    private readonly events: EditorEvents,
  ) {
    map.pm.setGlobalOptions({
      finishOnEnter: true,
      snappable: true,
      snapDistance: SNAP_PIXELS,
      allowSelfIntersection: true,
      tooltips: false,
    })
    map.on('pm:create', ({ layer }) => {
      if (!isPolygon(layer)) return
      const drawn = geometryOf(layer)
      layer.remove()
      events.drawn(drawn)
    })
  }

  /** Clicks set the corners; a click on the first one, or Enter, closes the area. `under` is what a hole is cut into. */
  draw(under: AreaGeometry | null): void {
    this.stop()
    if (under !== null) this.#show(under, false)
    this.map.pm.enableDraw('Polygon', {
      cursorMarker: true,
      templineStyle: { className: 'map-draft-line' },
      hintlineStyle: { className: 'map-draft-hint' },
      pathOptions: { className: 'map-draft' },
    })
  }

  /** The corner that was set last is taken back. */
  takeBack(): void {
    const drawing = this.map.pm.Draw as unknown as { Polygon: { _removeLastVertex?: () => void } }
    drawing.Polygon._removeLastVertex?.()
  }

  edit(geometry: AreaGeometry): void {
    this.stop()
    const layer = this.#show(geometry, true)
    if (layer === null) return
    layer.on('pm:edit', () => this.events.edited(geometryOf(layer)))
    layer.pm.enable({ allowSelfIntersection: true, removeLayerBelowMinVertexCount: false, draggable: false })
  }

  #show(geometry: AreaGeometry, interactive: boolean): L.Polygon | null {
    const [layer] = L.geoJSON(geometry, { interactive, style: { className: 'map-draft' } }).getLayers()
    if (layer === undefined || !isPolygon(layer)) return null
    this.#layer = layer.addTo(this.map)
    return layer
  }

  stop(): void {
    this.map.pm.disableDraw()
    this.#layer?.pm.disable()
    this.#layer?.remove()
    this.#layer = null
  }
}
