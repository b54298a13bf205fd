import { computed, shallowRef, watch, type Ref } from 'vue'
import type { MapPoint } from '@shared/contract/places'
import type { TicketId } from '@shared/kernel/ids'
import type { Bbox } from '@shared/places/geo'
import { useTicketFilter } from '@/app/ticket-filter'
import { type Box, type Drawn, rectangle, stillThere, ticketsInside } from './selection'
import type { MapView } from './use-map-tickets'

interface SelectionParts {
  readonly view: Readonly<Ref<MapView | null>>
  readonly points: Readonly<Ref<readonly MapPoint[]>>
  /** Not every ticket is known one by one. */
  readonly isGathered: Readonly<Ref<boolean>>
  readonly knows: (box: Bbox) => boolean
}

const boxOf = ({ box: [west, south, east, north] }: MapView): Box => [west, south, east, north]

/** What is drawn to choose by, what is listed for it, and what is chosen. */
export const useMapSelection = ({ view, points, isGathered, knows }: SelectionParts) => {
  const store = useTicketFilter()
  const ofFilter = (): Drawn | null => (store.filter.bbox ? rectangle(store.filter.bbox) : null)
  const drawn = shallowRef<Drawn | null>(ofFilter())
  const chosen = shallowRef<ReadonlySet<TicketId>>(new Set())
  /** Whoever lets go of everything lets go of what was drawn too. */
  const selected = computed({
    get: () => chosen.value,
    set: (now) => {
      if (now.size === 0 && chosen.value.size > 0) drawn.value = ofFilter()
      chosen.value = now
    },
  })

  /** The list names what the drawing holds; without one, what is in view. */
  const listed = computed(() => drawn.value ?? (view.value ? rectangle(boxOf(view.value)) : null))
  /** Null where they are too many to be known one by one. */
  const inList = computed(() => {
    if (!listed.value) return []
    return knows(listed.value.box) ? ticketsInside(points.value, listed.value) : null
  })

  watch(points, (now) => {
    // What is not sent may be there all the same.
    if (!isGathered.value) selected.value = stillThere(selected.value, now)
  })
  watch(
    () => store.filter,
    () => {
      if (isGathered.value) selected.value = new Set()
    },
  )
  watch(
    () => store.filter.bbox,
    () => (drawn.value = ofFilter()),
  )

  const choose = (shape: Drawn): void => {
    chosen.value = new Set(knows(shape.box) ? ticketsInside(points.value, shape) : [])
    drawn.value = shape
  }
  const toggle = (id: TicketId): void => {
    const next = new Set(selected.value)
    if (!next.delete(id)) next.add(id)
    selected.value = next
  }
  const pick = (ids: readonly TicketId[]): void => {
    selected.value = new Set([...selected.value, ...ids])
  }
  return { drawn, selected, listed, inList, choose, toggle, pick }
}
