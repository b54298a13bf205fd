import * as L from 'leaflet'
import type { MapPoint } from '@shared/contract/places'
import type { TicketId } from '@shared/kernel/ids'
import { type CanvasFrame, CanvasPane } from '@/ui/map/canvas-pane'
import { pinSvg, pinTone } from '@/ui/map/pin-shapes'
import type { MapItem } from './clusters'
import { PIN_SIZE, PinSprites, type Sprite, clusterSize } from './pin-sprites'

export interface PinEvents {
  readonly open: (id: TicketId) => void
  /** Null: the tickets were gathered by the engine, and no cluster of the page knows them. */
  readonly expand: (clusterId: number | null, at: L.LatLng) => void
  /** `back` puts the pin where it was. */
  readonly moved: (id: TicketId, to: L.LatLng, back: () => void) => void
  readonly canMove: () => boolean
  /** Whether a click is meant for what lies on the map, and not for a tool. */
  readonly isIdle: () => boolean
  readonly label: (point: MapPoint) => string
  readonly clusterLabel: (count: number) => string
  readonly number: (value: number) => string
}

/** A pin or a cluster, and where it lies. */
interface Mark {
  readonly item: MapItem
  readonly key: string
  readonly lat: number
  readonly lon: number
  readonly radius: number
}

const markOf = (item: MapItem): Mark => {
  if (item.kind === 'pin') {
    const [id, lon, lat] = item.point
    return { item, key: `p ${id} ${lon} ${lat}`, lat, lon, radius: PIN_SIZE / 2 }
  }
  const { lat, lon, count } = item
  const id = item.kind === 'cluster' ? item.id : ''
  return { item, key: `c ${id} ${lat} ${lon} ${count}`, lat, lon, radius: clusterSize(count) / 2 }
}

/**
 * Pins and clusters of what is in view, painted on one canvas: hundreds of them are dragged along as one picture. The one
 * under the pointer is lifted out as an element of its own, with a name, a click and a way to be dragged. The keyboard
 * goes through the list beside the map, so that three hundred pins are not three hundred stops.
 */
export class PinLayer {
  readonly #pane: CanvasPane
  readonly #sprites: PinSprites
  #marks: readonly Mark[] = []
  #selected: ReadonlySet<TicketId> = new Set()
  #shown: TicketId | null = null
  #frame: CanvasFrame | null = null
  /** What the pointer is on. */
  #live: { readonly mark: Mark; readonly marker: L.Marker } | null = null
  /** Where the live one was dragged away from: nothing is painted there until it has come back or is known anew. */
  #lifted: string | null = null
  #isDragged = false
  #isMapDragged = false

  constructor(
    private readonly map: L.Map,
    private readonly events: PinEvents,
  ) {
    this.#sprites = new PinSprites(map.getContainer())
    this.#pane = new CanvasPane(map, 'pins', 610, (frame) => this.#paint(frame), 'onReset')
    map.createPane('pin').style.zIndex = '620'
    map.on('mousemove', ({ latlng, originalEvent }: L.LeafletMouseEvent) => {
      // A pressed button holds on to its pin, also where the drag begins by crossing another.
      if (originalEvent.buttons === 0) this.#point(latlng)
    })
    map.on('dragstart', () => (this.#isMapDragged = true)).on('dragend', () => (this.#isMapDragged = false))
    map.on('mouseout', () => this.#point(null))
    map.on('click', ({ latlng }: L.LeafletMouseEvent) => {
      // A finger points at nothing before it comes down.
      const mark = this.events.isIdle() ? this.#markAt(latlng) : null
      if (mark) this.#enter(mark)
    })
  }

  show(items: readonly MapItem[], selected: ReadonlySet<TicketId>, shown: TicketId | null): void {
    const isShown = ({ item }: Mark): boolean => item.kind === 'pin' && item.point[0] === shown
    // Who lies further south lies above, as in a crowd; the one that is looked at above all.
    this.#marks = items.map(markOf).toSorted((a, b) => Number(isShown(a)) - Number(isShown(b)) || b.lat - a.lat)
    this.#selected = selected
    this.#shown = shown
    const kept = this.#marks.some(({ key }) => key === this.#live?.mark.key)
    if (!kept && !this.#isDragged) this.#putDown()
    this.#pane.draw()
  }

  /** The theme's colours have changed. */
  recolour(): void {
    this.#sprites.clear()
    this.#pane.draw()
  }

  #paint(frame: CanvasFrame): void {
    this.#frame = frame
    const { context, x, y } = frame
    const sharp = window.devicePixelRatio || 1
    const { width, height } = this.#pane.canvas
    for (const mark of this.#marks) {
      if (mark.key === this.#lifted) continue
      const sprite = this.#spriteOf(mark.item)
      const size = sprite.width / sharp
      const [left, top] = [Math.round(x(mark.lon) - size / 2), Math.round(y(mark.lat) - size / 2)]
      if (left > -size && top > -size && left * sharp < width && top * sharp < height)
        context.drawImage(sprite, left, top, size, size)
    }
  }

  #spriteOf(item: MapItem): Sprite {
    if (item.kind !== 'pin') return this.#sprites.cluster(item.count, this.events.number(item.count), item.hasUrgent)
    const [id, , , status, priority] = item.point
    return this.#sprites.pin({
      status,
      priority,
      isSelected: this.#selected.has(id),
      isShown: id === this.#shown,
    })
  }

  #markAt(at: L.LatLng): Mark | null {
    const frame = this.#frame
    if (frame === null) return null
    const [left, top] = [frame.x(at.lng), frame.y(at.lat)]
    return (
      this.#marks.findLast(({ lat, lon, radius }) => Math.hypot(frame.x(lon) - left, frame.y(lat) - top) <= radius) ??
      null
    )
  }

  #point(at: L.LatLng | null): void {
    if (this.#isDragged || this.#lifted !== null || this.#isMapDragged) return
    const mark = at !== null && this.events.isIdle() ? this.#markAt(at) : null
    if (mark?.key === this.#live?.mark.key) return
    this.#putDown()
    if (mark) this.#lift(mark)
  }

  #putDown(): void {
    this.#live?.marker.remove()
    this.#live = null
    this.#lifted = null
  }

  #lift(mark: Mark): void {
    const { item, lat, lon } = mark
    const isPin = item.kind === 'pin'
    const label = isPin ? this.events.label(item.point) : this.events.clusterLabel(item.count)
    const marker = L.marker([lat, lon], {
      icon: isPin ? this.#pinIcon(item.point) : this.#clusterIcon(item),
      title: label,
      alt: label,
      pane: 'pin',
      keyboard: false,
      draggable: isPin && this.events.canMove(),
      autoPan: true,
    })
    this.#live = { mark, marker }
    marker.on('click', () => this.#enter(mark))
    marker.on('dragstart', () => {
      this.#isDragged = true
      this.#lifted = mark.key
      this.#pane.draw()
    })
    marker.on('dragend', () => {
      this.#isDragged = false
      if (!isPin) return
      this.events.moved(item.point[0], marker.getLatLng(), () => {
        if (this.#live?.mark.key === mark.key) this.#putDown()
        this.#pane.draw()
      })
    })
    marker.addTo(this.map)
  }

  #enter({ item, lat, lon }: Mark): void {
    if (item.kind === 'pin') this.events.open(item.point[0])
    else this.events.expand(item.kind === 'cluster' ? item.id : null, L.latLng(lat, lon))
  }

  #pinIcon([id, , , status, priority]: MapPoint): L.DivIcon {
    const ring = id === this.#shown ? ' is-shown' : this.#selected.has(id) ? ' is-selected' : ''
    return L.divIcon({
      className: `map-pin ${pinTone(status)}${ring}`,
      html: pinSvg(status, priority),
      iconSize: [PIN_SIZE, PIN_SIZE],
    })
  }

  #clusterIcon({ count, hasUrgent }: Exclude<MapItem, { kind: 'pin' }>): L.DivIcon {
    const size = clusterSize(count)
    return L.divIcon({
      className: `map-cluster${hasUrgent ? ' has-urgent' : ''}`,
      html: this.events.number(count),
      iconSize: [size, size],
    })
  }
}
