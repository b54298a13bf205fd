import { createSharedComposable } from '@vueuse/core'
import type { Client } from '@shared/contract'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'

export type MapBase = Extract<Awaited<ReturnType<Client['places']['base']>>, { ok: true }>['value']

/** Settings, areas and districts of the map: asked once for every map on the page. */
export const useMapBase = createSharedComposable(() => {
  const client = useClient()
  return useQuery<MapBase>(() => client.places.base({}), { entities: ['settings', 'areas', 'districts'] })
})
