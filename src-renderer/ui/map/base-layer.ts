import * as L from 'leaflet'
import type { MapSettings } from '@shared/contract/settings'

declare global {
  interface Window {
    /** protomaps-leaflet 5 still looks for Leaflet here. */
    L?: typeof L
  }
}

export interface BaseLayerOptions {
  readonly streamToken: string
  readonly language: string
  readonly dark: boolean
}

/**
 * The picture under the tickets, always by way of the engine: the page reaches no server. Attributions are shown as
 * text, whatever the settings hold.
 */
export const baseLayer = async (
  base: MapSettings['base'],
  { streamToken, language, dark }: BaseLayerOptions,
): Promise<L.GridLayer | null> => {
  const token = `t=${encodeURIComponent(streamToken)}`
  switch (base.kind) {
    case 'none':
      return null
    case 'tiles':
      return L.tileLayer(`/stream/tile/{z}/{x}/{y}?${token}`, {
        maxZoom: 19,
        maxNativeZoom: base.maxZoom,
        attribution: asText(base.attribution),
      })
    case 'wms':
      return L.tileLayer.wms(`/stream/wms?${token}`, {
        layers: '',
        format: 'image/png',
        maxZoom: 19,
        attribution: asText(base.attribution),
      })
    case 'pmtiles': {
      window.L = L
      const { leafletLayer } = await import('protomaps-leaflet')
      return leafletLayer({
        url: `/stream/basemap.pmtiles?${token}`,
        flavor: dark ? 'dark' : 'light',
        lang: language,
        attribution: asText(base.attribution),
      }) as unknown as L.GridLayer
    }
  }
}

const asText = (words: string): string => {
  const span = document.createElement('span')
  span.textContent = words
  return span.innerHTML
}
