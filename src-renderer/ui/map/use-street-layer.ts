import type * as L from 'leaflet'
import { onBeforeUnmount, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { StreetDetail } from '@shared/contract/places'
import { holds } from '@shared/places/geo'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'
import { boxOf } from './outline-layer'
import { StreetLayer } from './street-layer'

interface Asked {
  readonly bbox: [number, number, number, number]
  readonly detail: StreetDetail
}

/** Of the view, asked around it: most drags ask nothing. */
const AROUND = 0.6

const detailAt = (zoom: number): StreetDetail => (zoom < 14.4 ? 'coarse' : zoom < 16.4 ? 'lines' : 'doors')

/** The register's streets under a map, for as long as they are wished for and the component lives. */
export const useStreetLayer = (
  map: Readonly<ShallowRef<L.Map | null>>,
  isShown: () => boolean,
  isDark: Readonly<Ref<boolean>>,
): void => {
  const client = useClient()
  const asked = shallowRef<Asked | null>(null)
  let layer: StreetLayer | null = null

  const { data } = useQuery(() => client.places.streets(asked.value ?? { bbox: [0, 0, 0, 0], detail: 'coarse' }), {
    watch: [asked],
    enabled: () => asked.value !== null,
  })
  const look = (): void => {
    const made = map.value
    if (!made || !isShown()) return
    const detail = detailAt(made.getZoom())
    const view = boxOf(made.getBounds())
    if (asked.value?.detail === detail && holds(asked.value.bbox, view)) return
    asked.value = { bbox: boxOf(made.getBounds().pad(AROUND)), detail }
  }
  const follow = (): void => {
    const made = map.value
    if (!made) return
    if (!isShown()) {
      layer?.remove()
      layer = null
      asked.value = null
      return
    }
    if (layer === null) {
      layer = new StreetLayer(made)
      layer.show(data.value ?? null)
    }
    look()
  }

  watch(map, (made) => made?.on('moveend', look))
  watch([map, isShown], follow, { flush: 'post' })
  watch(data, (streets) => layer?.show(streets ?? null))
  // The colours are those of the page, which have changed by then.
  watch(isDark, () => layer?.draw(), { flush: 'post' })
  onBeforeUnmount(() => {
    layer?.remove()
    map.value?.off('moveend', look)
  })
}
