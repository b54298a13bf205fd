import * as L from 'leaflet'
import type { Picture } from './map-layers'
import { lackOf, type PictureLack, pictureMark } from './picture-lack'

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

const HEADER_BYTES = 127
const VERSION_AT = 7
const TILE_TYPE_AT = 99
const MAX_ZOOM_AT = 101
const VECTOR = 1
/** Where a head says that its tiles begin, and how many bytes they are: the end of the file. */
const DATA_FROM_AT = 56
const DATA_SIZE_AT = 64

/**
 * How far a PMTiles 3 archive of vector tiles goes, or what is wrong with it: tiles tell of no missing file by themselves,
 * and beyond its last zoom the drawing must enlarge instead of finding nothing.
 */
const archiveMaxZoom = async (url: string): Promise<number | PictureLack> => {
  try {
    const answer = await fetch(url, { headers: { range: `bytes=0-${HEADER_BYTES - 1}` } })
    if (answer.status !== 206) return lackOf(answer.status)
    const head = new Uint8Array(await answer.arrayBuffer())
    if (head[VERSION_AT] !== 3 || head[TILE_TYPE_AT] !== VECTOR) return 'noPicture'
    const said = new DataView(head.buffer)
    const end = said.getBigUint64(DATA_FROM_AT, true) + said.getBigUint64(DATA_SIZE_AT, true)
    const [, size] = /\/(\d+)$/.exec(answer.headers.get('content-range') ?? '') ?? []
    if (size !== undefined && end > BigInt(size)) return 'cutShort'
    return head[MAX_ZOOM_AT] ?? 'noPicture'
  } catch {
    return 'unreachable'
  }
}

/**
 * The picture under the tickets, always by way of the engine: the page reaches no server. Null where none is wanted, the
 * reason where it cannot be had. Attributions are shown as text, whatever the settings hold.
 */
export const baseLayer = async (
  base: Picture,
  { streamToken, language, dark }: BaseLayerOptions,
): Promise<L.GridLayer | PictureLack | null> => {
  const token = `t=${encodeURIComponent(streamToken)}&of=${pictureMark(base)}`
  switch (base.kind) {
    case 'none':
      return null
    case 'tiles':
    case 'folder':
      return L.tileLayer(`/stream/tile/{z}/{x}/{y}?${token}`, {
        maxZoom: 19,
        maxNativeZoom: base.maxZoom,
        attribution: asText(base.attribution),
      })
    case 'wms':
    case 'orthophoto':
      return L.tileLayer.wms(`/stream/${base.kind}?${token}`, {
        layers: '',
        // A photograph weighs a tenth of it as JPEG.
        format: base.kind === 'wms' ? 'image/png' : 'image/jpeg',
        maxZoom: 19,
        attribution: asText(base.attribution),
      })
    case 'pmtiles': {
      const url = `/stream/basemap.pmtiles?${token}`
      const maxDataZoom = await archiveMaxZoom(url)
      if (typeof maxDataZoom === 'string') return maxDataZoom
      window.L ??= L
      const { leafletLayer } = await import('protomaps-leaflet')
      return leafletLayer({
        url,
        maxDataZoom,
        maxZoom: 19,
        flavor: dark ? 'dark' : 'light',
        lang: language,
        attribution: asText(base.attribution),
      }) as unknown as L.GridLayer
    }
  }
}

/** For Leaflet, which takes words for HTML. */
export const asText = (words: string): string => {
  const span = document.createElement('span')
  span.textContent = words
  return span.innerHTML
}
