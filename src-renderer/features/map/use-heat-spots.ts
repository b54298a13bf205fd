import { computed, type ComputedRef, type ShallowRef } from 'vue'
import type { MapCell, MapPoint } from '@shared/contract/places'
import type { CategoryId } from '@shared/kernel/ids'
import { useCatalog } from '@/app/catalog'
import { useTicketFilter } from '@/app/ticket-filter'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'
import type { MapLayers } from '@/ui/map/map-layers'
import type { HeatSpot } from './heat-layer'
import { type MapView, viewQuestion } from './use-map-tickets'

const REST_MS = 3000

export interface HeatParts {
  readonly heat: () => MapLayers['heat']
  readonly view: Readonly<ShallowRef<MapView | null>>
  readonly points: ComputedRef<readonly MapPoint[]>
  readonly cells: ComputedRef<readonly MapCell[]>
}

const ofPoints = (points: readonly MapPoint[]): HeatSpot[] => points.map(([, lon, lat]) => [lon, lat, 1])
const ofCells = (cells: readonly MapCell[]): HeatSpot[] => cells.map(([lon, lat, count]) => [lon, lat, count])

/**
 * Where it is warm. A category means those below it too, as in the filter; a gathered cell does not tell its categories,
 * so those of one category are asked for by themselves.
 */
export const useHeatSpots = ({ heat, view, points, cells }: HeatParts): ComputedRef<HeatSpot[]> => {
  const client = useClient()
  const store = useTicketFilter()
  const { categories } = useCatalog()
  const isWithin = (id: CategoryId | null, wanted: number): boolean =>
    id !== null && (id === wanted || categories.value.get(id)?.parentId === wanted)
  /** The wished category as far as the filter lets it through. */
  const wanted = computed((): CategoryId[] => {
    const wish = heat()
    if (typeof wish !== 'number') return []
    const shown = store.filter.categoryIds
    return [...categories.value.keys()].filter(
      (id) => isWithin(id, wish) && (shown.length === 0 || shown.some((one) => isWithin(id, one))),
    )
  })
  const isAsked = computed(() => cells.value.length > 0 && wanted.value.length > 0)
  const ofCategory = useQuery(
    () => client.places.view({ ...viewQuestion(view.value), filter: { ...store.filter, categoryIds: wanted.value } }),
    {
      watch: [view, isAsked, wanted, () => store.filter],
      entities: ['tickets'],
      restMs: REST_MS,
      enabled: () => isAsked.value && view.value !== null,
    },
  )
  return computed(() => {
    const wish = heat()
    if (wish === 'none') return []
    if (wish === 'all') return [...ofPoints(points.value), ...ofCells(cells.value)]
    if (cells.value.length === 0) return ofPoints(points.value.filter(([, , , , , id]) => isWithin(id, wish)))
    return [...ofPoints(ofCategory.data.value?.points ?? []), ...ofCells(ofCategory.data.value?.cells ?? [])]
  })
}
