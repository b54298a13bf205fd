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

/** Vector tiles tell of no missing file by themselves. */
const hasArchive = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url, { headers: { range: 'bytes=0-6' } })).status === 206
  } catch {
    return false
  }
}

/**
 * Null where there is none: none is wanted, or its file cannot be read. The picture under the tickets, always by way of the engine: the page reaches no server. Attributions are shown as
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
      const url = `/stream/basemap.pmtiles?${token}`
      if (!(await hasArchive(url))) return null
      window.L = L
      const { leafletLayer } = await import('protomaps-leaflet')
      return leafletLayer({
        url,
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
