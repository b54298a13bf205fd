import { createSharedComposable } from '@vueuse/core'
import { computed } from 'vue'
import type { Catalog } from '@shared/contract/settings'
import type { BodyId, CategoryId, CrewId, DistrictId } from '@shared/kernel/ids'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'

const byId = <Id extends number, T extends { readonly id: Id }>(rows: readonly T[] | undefined): ReadonlyMap<Id, T> =>
  new Map(rows?.map((row) => [row.id, row]))

/** What menus are filled from (categories, districts, bodies, crews, the office's words): asked once for all parts. */
export const useCatalog = createSharedComposable(() => {
  const client = useClient()
  const { data, error, refresh } = useQuery<Catalog>(() => client.settings.catalog({}), {
    entities: ['settings', 'categories', 'districts', 'bodies', 'crews'],
  })
  const categories = computed(() => byId<CategoryId, Catalog['categories'][number]>(data.value?.categories))
  const districts = computed(() => byId<DistrictId, Catalog['districts'][number]>(data.value?.districts))
  const bodies = computed(() => byId<BodyId, Catalog['bodies'][number]>(data.value?.bodies))
  const crews = computed(() => byId<CrewId, Catalog['crews'][number]>(data.value?.crews))

  return {
    catalog: data,
    error,
    refresh,
    categories,
    districts,
    bodies,
    crews,
    /** Names for cells; empty for null and for what the catalogue does not hold (yet). */
    categoryName: (id: CategoryId | null): string => (id === null ? '' : (categories.value.get(id)?.name ?? '')),
    districtName: (id: DistrictId | null): string => (id === null ? '' : (districts.value.get(id)?.name ?? '')),
    bodyName: (id: BodyId | null): string => (id === null ? '' : (bodies.value.get(id)?.name ?? '')),
    crewName: (id: CrewId | null): string => (id === null ? '' : (crews.value.get(id)?.name ?? '')),
  }
})
