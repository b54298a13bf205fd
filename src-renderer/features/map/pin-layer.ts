import * as L from 'leaflet'
import type { MapPoint } from '@shared/contract/places'
import type { TicketId } from '@shared/kernel/ids'
import { pinSvg, pinTone } from '@/ui/map/pin-shapes'
import type { MapItem } from './clusters'

export interface PinEvents {
  readonly open: (id: TicketId) => void
  /** Null: the tickets were gathered by the engine, and no cluster of the page knows them. */
  readonly expand: (clusterId: number | null, at: L.LatLng) => void
  /** `back` puts the pin where it was. */
  readonly moved: (id: TicketId, to: L.LatLng, back: () => void) => void
  readonly canMove: () => boolean
  readonly label: (point: MapPoint) => string
  readonly clusterLabel: (count: number) => string
  readonly number: (value: number) => string
}

const PIN_SIZE = 26

const sizeOf = (count: number): number => (count < 10 ? 30 : count < 100 ? 36 : count < 1000 ? 42 : 50)

const keyOf = (item: MapItem, isSelected: boolean, isShown: boolean): string =>
  item.kind === 'pin'
    ? `p ${item.point.join(' ')} ${isSelected} ${isShown}`
    : `c ${item.kind === 'cluster' ? item.id : ''} ${item.lat} ${item.lon} ${item.count} ${item.hasUrgent}`

/**
 * Pins and clusters of what is in view. Markers that stay are kept: moving the map makes and removes only what comes
 * in and goes out at its edges. The keyboard goes through the list beside the map, so that three hundred pins are not
 * three hundred stops.
 */
export class PinLayer {
  readonly #group = L.layerGroup()
  #drawn = new Map<string, L.Marker>()

  constructor(
    map: L.Map,
    private readonly events: PinEvents,
  ) {
    this.#group.addTo(map)
  }

  show(items: readonly MapItem[], selected: ReadonlySet<TicketId>, shown: TicketId | null): void {
    const next = new Map<string, L.Marker>()
    for (const item of items) {
      const isSelected = item.kind === 'pin' && selected.has(item.point[0])
      const isShown = item.kind === 'pin' && item.point[0] === shown
      const key = keyOf(item, isSelected, isShown)
      const kept = this.#drawn.get(key)
      this.#drawn.delete(key)
      next.set(
        key,
        kept ?? this.#add(item.kind === 'pin' ? this.#pin(item.point, isSelected, isShown) : this.#cluster(item)),
      )
    }
    for (const gone of this.#drawn.values()) this.#group.removeLayer(gone)
    this.#drawn = next
  }

  #add(marker: L.Marker): L.Marker {
    this.#group.addLayer(marker)
    return marker
  }

  #pin(point: MapPoint, isSelected: boolean, isShown: boolean): L.Marker {
    const [id, lon, lat, status, priority] = point
    const label = this.events.label(point)
    const marker = L.marker([lat, lon], {
      icon: L.divIcon({
        className: `map-pin ${pinTone(status)}${isSelected ? ' is-selected' : ''}${isShown ? ' is-shown' : ''}`,
        html: pinSvg(status, priority),
        iconSize: [PIN_SIZE, PIN_SIZE],
      }),
      title: label,
      alt: label,
      keyboard: false,
      draggable: this.events.canMove(),
      autoPan: true,
      riseOnHover: true,
    })
    marker.on('click', () => this.events.open(id))
    marker.on('dragend', () =>
      this.events.moved(id, marker.getLatLng(), () => {
        marker.setLatLng([lat, lon])
      }),
    )
    return marker
  }

  #cluster(item: Exclude<MapItem, { kind: 'pin' }>): L.Marker {
    const size = sizeOf(item.count)
    const label = this.events.clusterLabel(item.count)
    const marker = L.marker([item.lat, item.lon], {
      icon: L.divIcon({
        className: `map-cluster${item.hasUrgent ? ' has-urgent' : ''}`,
        html: this.events.number(item.count),
        iconSize: [size, size],
      }),
      title: label,
      alt: label,
      keyboard: false,
    })
    marker.on('click', () => this.events.expand(item.kind === 'cluster' ? item.id : null, marker.getLatLng()))
    return marker
  }
}
