import { computed, type ShallowRef } from 'vue'
import type { MapCell, MapPoint } from '@shared/contract/places'
import { type Bbox, holds } from '@shared/places/geo'
import { useTicketFilter } from '@/app/ticket-filter'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'

export interface MapView {
  readonly box: Bbox
  readonly zoom: number
}

/** News of a busy office asks again at most so often. */
const WHOLE_REST_MS = 1000
const VIEW_REST_MS = 3000

/** The same ones each time: what is not there has not changed. */
const NO_POINTS: readonly MapPoint[] = []
const NO_CELLS: readonly MapCell[] = []

/** What the engine is asked of a view; zooms are whole ones there. */
export const viewQuestion = (view: MapView | null): { bbox: [number, number, number, number]; zoom: number } => {
  const { box, zoom } = view ?? { box: [0, 0, 0, 0] as const, zoom: 0 }
  return { bbox: [...box], zoom: Math.max(0, Math.floor(zoom)) }
}

/**
 * The tickets of the queue's filter for the map: all of them at once, so that moving the map asks nothing; or, when they
 * are too many to be sent, what the engine shows of the view.
 */
export const useMapTickets = (view: Readonly<ShallowRef<MapView | null>>) => {
  const client = useClient()
  const store = useTicketFilter()
  const whole = useQuery(() => client.places.points({ filter: store.filter }), {
    watch: () => store.filter,
    entities: ['tickets'],
    restMs: WHOLE_REST_MS,
  })
  const isGathered = computed(() => whole.data.value !== undefined && whole.data.value.points === null)
  const part = useQuery(() => client.places.view({ ...viewQuestion(view.value), filter: store.filter }), {
    watch: [view, isGathered, () => store.filter],
    entities: ['tickets'],
    restMs: VIEW_REST_MS,
    enabled: () => isGathered.value && view.value !== null,
  })
  const points = computed(() => whole.data.value?.points ?? part.data.value?.points ?? NO_POINTS)
  const cells = computed(() => (isGathered.value ? (part.data.value?.cells ?? NO_CELLS) : NO_CELLS))
  /** Whether `points` are all the tickets that lie in a box. */
  const knows = (box: Bbox): boolean => {
    if (!isGathered.value) return true
    const answer = part.data.value
    return answer !== undefined && answer.points !== null && holds(answer.box, box)
  }
  return { whole, part, isGathered, points, cells, knows }
}
