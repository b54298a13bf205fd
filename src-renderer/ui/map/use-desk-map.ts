import { useMutationObserver, useResizeObserver } from '@vueuse/core'
import * as L from 'leaflet'
import { onBeforeUnmount, onMounted, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useSession } from '@/app/session'
import { baseLayer } from './base-layer'
import './map.css'
import { leafletBounds, OutlineLayer, type OutlineLayers } from './outline-layer'
import type { MapBase } from './use-map-base'

export interface DeskMapOptions {
  readonly base: () => MapBase | undefined
  readonly layers: () => Omit<OutlineLayers, 'grid'>
  readonly map?: L.MapOptions
  /** Where to look first; the town's box without it. */
  readonly view?: () => { readonly lat: number; readonly lon: number; readonly zoom: number } | null
}

export interface DeskMap {
  /** Null until it stands. */
  readonly map: Readonly<ShallowRef<L.Map | null>>
  readonly fit: () => void
  /** The picture of the settings cannot be had: no network, or no file. */
  readonly isBaseMissing: Readonly<Ref<boolean>>
}

/** A Leaflet map with the town's outlines and the picture of the settings, for as long as the component lives. */
export const useDeskMap = (element: Readonly<Ref<HTMLElement | null>>, options: DeskMapOptions): DeskMap => {
  const { t, locale } = useI18n()
  const session = useSession()
  const map = shallowRef<L.Map | null>(null)
  const isBaseMissing = ref(false)
  const dark = ref(document.documentElement.classList.contains('dark'))
  let outline: OutlineLayer | null = null
  let picture: L.GridLayer | null = null
  let drawn = 0

  const drawOutline = (): void => {
    const base = options.base()
    if (!base || !outline) return
    const hasPicture = base.settings.base.kind !== 'none' && !isBaseMissing.value
    // By hand: a class that Vue binds would replace those that Leaflet set on the same element.
    element.value?.classList.toggle('has-picture', hasPicture)
    outline.show(base, { ...options.layers(), grid: !hasPicture })
  }

  const drawPicture = async (): Promise<void> => {
    const base = options.base()
    if (!base || !map.value) return
    drawn += 1
    const mine = drawn
    const layer = await baseLayer(base.settings.base, {
      streamToken: session.streamToken,
      language: locale.value,
      dark: dark.value,
    })
    if (mine !== drawn || !map.value) return
    picture?.remove()
    picture = layer
    isBaseMissing.value = layer === null && base.settings.base.kind !== 'none'
    // A few holes are a server's; no piece at all is a missing network.
    let loaded = false
    layer?.on('tileload', () => {
      loaded = true
      isBaseMissing.value = false
    })
    layer?.on('tileerror', () => {
      if (!loaded) isBaseMissing.value = true
    })
    layer?.addTo(map.value)
  }

  const fit = (): void => {
    const base = options.base()
    if (base) map.value?.fitBounds(leafletBounds(base.settings.bbox), { padding: [12, 12] })
  }

  onMounted(() => {
    if (!element.value) return
    const made = L.map(element.value, {
      zoomControl: false,
      attributionControl: false,
      boxZoom: false,
      minZoom: 5,
      maxZoom: 19,
      worldCopyJump: false,
      zoomAnimation: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
      ...options.map,
    })
    L.control.attribution({ prefix: false }).addTo(made)
    L.control.scale({ imperial: false, position: 'bottomleft' }).addTo(made)
    const first = options.view?.() ?? null
    if (first) made.setView([first.lat, first.lon], first.zoom)
    else made.setView([42.5, 12.5], 6)
    outline = new OutlineLayer(made)
    map.value = made
    let isPlaced = first !== null
    watch(
      () => options.base(),
      (base, before) => {
        if (!base) return
        // Without a picture nothing blurs between two zooms, so that the town may fill the screen.
        made.options.zoomSnap = base.settings.base.kind === 'none' ? 0.25 : 1
        if (!isPlaced) fit()
        isPlaced = true
        drawOutline()
        if (JSON.stringify(base.settings.base) !== JSON.stringify(before?.settings.base)) void drawPicture()
      },
      { immediate: true },
    )
  })
  watch(() => [options.layers(), isBaseMissing.value], drawOutline, { deep: true })
  watch([dark, locale, () => session.streamToken], () => void drawPicture())
  useMutationObserver(
    document.documentElement,
    () => (dark.value = document.documentElement.classList.contains('dark')),
    { attributes: true, attributeFilter: ['class'] },
  )
  useResizeObserver(element, () => map.value?.invalidateSize({ animate: false }))
  watch([element, locale], () => element.value?.setAttribute('aria-label', t('map.canvasLabel')), {
    flush: 'post',
    immediate: true,
  })
  onBeforeUnmount(() => {
    drawn += 1
    if (map.value) {
      // Leaflet ends a zoom by a timer of its own, also on a map that is gone by then, and breaks on it.
      ;(map.value as L.Map & { _animatingZoom?: boolean })._animatingZoom = false
      map.value.remove()
    }
    map.value = null
  })

  return { map, fit, isBaseMissing }
}
