import type { Geometry } from 'geojson'
import * as L from 'leaflet'
import type { MapArea } from '@shared/contract/places'
import type { Bbox } from '@shared/places/geo'
import { graticule } from './graticule'
import { roomFor } from './name-places'
import type { MapBase } from './use-map-base'

export interface OutlineLayers {
  readonly boundary: boolean
  readonly districts: boolean
  readonly competence: boolean
  readonly grid: boolean
}

export const leafletBounds = ([west, south, east, north]: Bbox): L.LatLngBounds =>
  L.latLngBounds([south, west], [north, east])

export const boxOf = (bounds: L.LatLngBounds): [number, number, number, number] => [
  bounds.getWest(),
  bounds.getSouth(),
  bounds.getEast(),
  bounds.getNorth(),
]

/** Below rectangles and pins, whatever is drawn first. */
const PANE = 'outline'

const drawAreas = (areas: readonly MapArea[], className: string): L.Layer[] =>
  areas.map((area) =>
    L.geoJSON(area.geometry as Geometry, {
      interactive: false,
      pmIgnore: true,
      pane: PANE,
      style: { className, weight: 1 },
    }),
  )

const drawName = ({ name, lat, lon }: MapBase['districts'][number]): L.Layer => {
  const label = document.createElement('span')
  label.textContent = name
  const icon = L.divIcon({ className: 'map-district-name', html: label, iconSize: [0, 0] })
  return L.marker([lat, lon], { icon, interactive: false, keyboard: false, pmIgnore: true, zIndexOffset: -1000 })
}

const pick = ({ x, y }: L.Point): { x: number; y: number } => ({ x, y })

const drawGrid = (map: L.Map): L.Layer[] => {
  const box: Bbox = boxOf(map.getBounds().pad(0.1))
  const { meridians, parallels, decimals } = graticule(box)
  const words = new Intl.NumberFormat(document.documentElement.lang || 'it', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
  const line = (from: L.LatLngTuple, to: L.LatLngTuple): L.Layer =>
    L.polyline([from, to], { className: 'map-grid', weight: 1, interactive: false, pmIgnore: true, pane: PANE })
  const label = (at: L.LatLngTuple, text: string, side: string): L.Layer =>
    L.marker(at, {
      icon: L.divIcon({ className: `map-grid-label map-grid-${side}`, html: text, iconSize: [0, 0] }),
      interactive: false,
      keyboard: false,
      pmIgnore: true,
      zIndexOffset: -2000,
    })
  const seen = map.getBounds()
  return [
    ...meridians.flatMap((lon) => [
      line([box[1], lon], [box[3], lon]),
      label([seen.getSouth(), lon], `${words.format(lon)}°`, 'bottom'),
    ]),
    ...parallels.flatMap((lat) => [
      line([lat, box[0]], [lat, box[2]]),
      label([lat, seen.getEast()], `${words.format(lat)}°`, 'right'),
    ]),
  ]
}

/**
 * What the store itself knows of the town: its boundary (or its box), districts and areas of competence, their names,
 * and a grid of degrees. It needs no network, so the map is never an empty grey square.
 */
export class OutlineLayer {
  readonly #shapes = L.layerGroup()
  readonly #names = L.layerGroup()
  readonly #grid = L.layerGroup()
  #base: MapBase | null = null
  #layers: OutlineLayers | null = null

  constructor(private readonly map: L.Map) {
    map.createPane(PANE).style.zIndex = '350'
    this.#shapes.addTo(map)
    map.on('zoomend', () => this.#drawNames())
    map.on('moveend', () => this.#drawGrid())
  }

  show(base: MapBase, layers: OutlineLayers): void {
    this.#base = base
    this.#layers = layers
    const of = (kind: MapArea['kind']): MapArea[] => base.areas.filter((area) => area.kind === kind)
    this.#shapes.clearLayers()
    const shapes: L.Layer[] = []
    if (layers.boundary)
      shapes.push(
        ...(of('boundary').length > 0
          ? drawAreas(of('boundary'), 'map-boundary')
          : [
              L.rectangle(leafletBounds(base.settings.bbox), {
                className: 'map-box',
                weight: 1,
                interactive: false,
                pmIgnore: true,
                pane: PANE,
              }),
            ]),
      )
    if (layers.districts) shapes.push(...drawAreas(of('district'), 'map-district'))
    // Over a picture, dark or light, a line is seen by its pale edge.
    if (layers.boundary && !layers.grid) shapes.push(...drawAreas(of('boundary'), 'map-casing'))
    // Districts are land too and lie over it: its line is drawn once more above them.
    if (layers.boundary && (layers.districts || !layers.grid)) shapes.push(...drawAreas(of('boundary'), 'map-border'))
    if (layers.competence && !layers.grid) shapes.push(...drawAreas(of('competence'), 'map-casing'))
    if (layers.competence) shapes.push(...drawAreas(of('competence'), 'map-competence'))
    for (const shape of shapes) this.#shapes.addLayer(shape)
    this.#drawNames()
    this.#drawGrid()
  }

  #drawNames(): void {
    this.#names.clearLayers().remove()
    if (!this.#base || !this.#layers?.districts) return
    const spots = this.#base.districts.map((district) => ({
      ...district,
      ...pick(this.map.project([district.lat, district.lon])),
    }))
    for (const district of roomFor(spots)) this.#names.addLayer(drawName(district))
    this.#names.addTo(this.map)
  }

  #drawGrid(): void {
    this.#grid.clearLayers().remove()
    // A boundary says where one is; degrees are for a town that has none yet.
    if (!this.#layers?.grid || this.#base?.areas.some(({ kind }) => kind === 'boundary')) return
    for (const layer of drawGrid(this.map)) this.#grid.addLayer(layer)
    this.#grid.addTo(this.map)
  }
}
