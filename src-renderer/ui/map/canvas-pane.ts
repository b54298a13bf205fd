import * as L from 'leaflet'

/** Of the view, drawn beyond each of its edges: a short drag uncovers nothing. */
export const AROUND = 0.3

/** What a picture is drawn with: pixels of the canvas, whose view lies in the middle. */
export interface CanvasFrame {
  readonly context: CanvasRenderingContext2D
  readonly zoom: number
  /** The map's own projection, without an object a point. */
  readonly x: (lon: number) => number
  readonly y: (lat: number) => number
  readonly view: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }
}

/**
 * A canvas that moves with the map; drawn anew when a move or a zoom has ended. Whoever has to ask first what there is
 * to draw draws it `onReset` only: until then the picture stays, which lies where it belongs after a drag or a zoom.
 */
export class CanvasPane {
  readonly canvas = document.createElement('canvas')
  readonly #drop: () => void
  /** Where the picture lies that is on the canvas. */
  #corner = L.latLng(0, 0)
  #zoom = 0

  constructor(
    private readonly map: L.Map,
    name: string,
    zIndex: number,
    private readonly paint: (frame: CanvasFrame) => void,
    drawn: 'onMove' | 'onReset' = 'onMove',
  ) {
    const pane = map.getPane(name) ?? map.createPane(name)
    pane.style.zIndex = String(zIndex)
    pane.style.pointerEvents = 'none'
    this.canvas.className = 'leaflet-zoom-animated'
    this.canvas.dataset.layer = name
    pane.append(this.canvas)
    const draw = (): void => this.draw()
    const zoomTo = (event: L.LeafletEvent): void => this.#zoomTo(event as L.ZoomAnimEvent)
    const ended = drawn === 'onMove' ? 'moveend' : 'viewreset'
    map.on(ended, draw).on('zoomanim', zoomTo)
    this.#drop = () => map.off(ended, draw).off('zoomanim', zoomTo)
  }

  remove(): void {
    this.#drop()
    this.canvas.remove()
  }

  /** A colour that the style sheet gives the map: `--map-<name>`. */
  colour(name: string): string {
    return getComputedStyle(this.map.getContainer()).getPropertyValue(`--map-${name}`).trim() || '#888'
  }

  /** The old picture grows or shrinks with the map until the new one is drawn. */
  #zoomTo({ center, zoom }: L.ZoomAnimEvent): void {
    const scale = this.map.getZoomScale(zoom, this.#zoom)
    const at = this.map
      .project(this.#corner, zoom)
      .subtract(this.map.project(center, zoom).subtract(this.map.getSize().divideBy(2)))
      .subtract(L.DomUtil.getPosition(this.map.getPane('mapPane') as HTMLElement))
    L.DomUtil.setTransform(this.canvas, at.round(), scale)
  }

  draw(): void {
    const { map } = this
    const size = map.getSize()
    const context = this.canvas.getContext('2d')
    if (context === null || size.x === 0) return
    const pad = L.point(Math.round(size.x * AROUND), Math.round(size.y * AROUND))
    const whole = size.add(pad.multiplyBy(2))
    const sharp = window.devicePixelRatio || 1
    this.canvas.width = whole.x * sharp
    this.canvas.height = whole.y * sharp
    this.canvas.style.width = `${whole.x}px`
    this.canvas.style.height = `${whole.y}px`
    const origin = map.containerPointToLayerPoint(L.point(-pad.x, -pad.y))
    L.DomUtil.setTransform(this.canvas, origin, 1)
    this.#corner = map.layerPointToLatLng(origin)
    this.#zoom = map.getZoom()
    context.scale(sharp, sharp)
    const scale = 256 * 2 ** this.#zoom
    const corner = map.getPixelOrigin().add(origin)
    this.paint({
      context,
      zoom: this.#zoom,
      x: (lon) => (lon / 360 + 0.5) * scale - corner.x,
      y: (lat) => {
        const sine = Math.sin((lat * Math.PI) / 180)
        return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * scale - corner.y
      },
      view: { left: pad.x, top: pad.y, right: pad.x + size.x, bottom: pad.y + size.y },
    })
  }
}
