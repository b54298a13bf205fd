import { useMutationObserver, useResizeObserver } from '@vueuse/core'
import * as L from 'leaflet'
import { computed, onBeforeUnmount, onMounted, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useSession } from '@/app/session'
import { baseLayer } from './base-layer'
import './map.css'
import { type MapLayers, type Picture, pictureOf } from './map-layers'
import { leafletBounds, OutlineLayer } from './outline-layer'
import { lackOf, type MissingPicture, missingPicture } from './picture-lack'
import type { MapBase } from './use-map-base'
import { useStreetLayer } from './use-street-layer'

export interface DeskMapOptions {
  readonly base: () => MapBase | undefined
  readonly layers: () => MapLayers
  readonly map?: L.MapOptions
  /** Light in the dark theme too. */
  readonly onPaper?: boolean
  /** Where to look first; the town's box without it. */
  readonly view?: () => { readonly lat: number; readonly lon: number; readonly zoom: number } | null
}

export interface DeskMap {
  /** Null until it stands. */
  readonly map: Readonly<ShallowRef<L.Map | null>>
  readonly fit: () => void
  /** The picture of the settings cannot be had. */
  readonly missing: Readonly<Ref<MissingPicture | null>>
  readonly isDark: Readonly<Ref<boolean>>
}

const NOT_FOUND = 404
const UNREACHABLE = 504

/** A Leaflet map with the town's outlines and the picture of the settings, for as long as the component lives. */
export const useDeskMap = (element: Readonly<Ref<HTMLElement | null>>, options: DeskMapOptions): DeskMap => {
  const { t, locale } = useI18n()
  const session = useSession()
  const map = shallowRef<L.Map | null>(null)
  const missing = ref<MissingPicture | null>(null)
  const dark = ref(document.documentElement.classList.contains('dark'))
  let outline: OutlineLayer | null = null
  let picture: L.GridLayer | null = null
  let drawn = 0

  const wanted = computed(() => {
    const base = options.base()
    return base ? pictureOf(base.settings, options.layers().picture) : null
  })
  const hasPicture = computed(() => wanted.value !== null && wanted.value.kind !== 'none' && missing.value === null)
  const hasStreets = (): boolean => {
    const base = options.base()
    return base !== undefined && base.hasStreets && (options.layers().streets ?? !hasPicture.value)
  }

  /** Without a picture nothing blurs between two zooms, so that the town may fill the screen; paper has to be filled. */
  const snapOf = (picture: Picture | null): number => (picture?.kind === 'none' || options.onPaper === true ? 0.25 : 1)

  const drawOutline = (): void => {
    const base = options.base()
    if (!base || !outline) return
    // By hand: a class that Vue binds would replace those that Leaflet set on the same element.
    element.value?.classList.toggle('has-picture', hasPicture.value)
    outline.show(base, { ...options.layers(), grid: !hasPicture.value })
  }

  /** A few holes are a server's, and where it has nothing is the edge of its map; no piece at all is said. */
  const watchPieces = (layer: L.GridLayer, wish: Picture): void => {
    let isKnown = false
    let isSeen = false
    let failed: string | null = null
    const tell = async (address: string): Promise<void> => {
      const status = await fetch(address).then(
        (answer) => answer.status,
        () => UNREACHABLE,
      )
      if (layer !== picture || isSeen || status < 400 || (isKnown && status === NOT_FOUND)) return
      missing.value = missingPicture(wish, lackOf(status))
    }
    layer.on('loading', () => {
      isSeen = false
      failed = null
    })
    layer.on('tileload', () => {
      isKnown = true
      isSeen = true
      missing.value = null
    })
    layer.on('tileerror', ({ tile }) => {
      if (!(tile instanceof HTMLImageElement) || failed !== null) return
      failed = tile.src
      if (!isKnown) void tell(failed)
    })
    layer.on('load', () => {
      if (isKnown && !isSeen && failed !== null) void tell(failed)
    })
  }

  const drawPicture = async (): Promise<void> => {
    const wish = wanted.value
    if (!wish || !map.value) return
    drawn += 1
    const mine = drawn
    const layer = await baseLayer(wish, {
      streamToken: session.streamToken,
      language: locale.value,
      dark: dark.value && options.onPaper !== true,
    })
    if (mine !== drawn || !map.value) return
    picture?.remove()
    picture = typeof layer === 'string' ? null : layer
    missing.value = typeof layer === 'string' ? missingPicture(wish, layer) : null
    if (picture) {
      watchPieces(picture, wish)
      picture.addTo(map.value)
    }
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
      zoomSnap: snapOf(wanted.value),
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
      (base) => {
        if (!base) return
        made.options.zoomSnap = snapOf(wanted.value)
        if (!isPlaced) fit()
        isPlaced = true
        drawOutline()
      },
      { immediate: true },
    )
  })
  watch(() => [options.layers(), missing.value], drawOutline, { deep: true })
  watch(
    () => (map.value ? JSON.stringify(wanted.value) : ''),
    () => {
      const made = map.value
      if (!made || !wanted.value) return
      made.options.zoomSnap = snapOf(wanted.value)
      const zoom = made.getZoom()
      if (snapOf(wanted.value) === 1 && !Number.isInteger(zoom)) made.setZoom(Math.round(zoom), { animate: false })
      void drawPicture()
    },
  )
  watch([dark, locale, () => session.streamToken], () => void drawPicture())
  useMutationObserver(
    document.documentElement,
    () => (dark.value = document.documentElement.classList.contains('dark')),
    { attributes: true, attributeFilter: ['class'] },
  )
  useStreetLayer(map, hasStreets, dark)
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

  return { map, fit, missing, isDark: dark }
}
