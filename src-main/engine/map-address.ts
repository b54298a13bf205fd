import type { MapSettings } from '@shared/contract/settings'

type Base = MapSettings['base']

/** A server's address as an administrator wrote it; null unless it is http(s), without a password in it. */
const serverUrl = (text: string): URL | null => {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null
  return url.username === '' && url.password === '' ? url : null
}

/** Whether there is such a tile in a map that goes this far. */
export const isTile = ({ maxZoom }: { readonly maxZoom: number }, z: number, x: number, y: number): boolean =>
  [z, x, y].every((n) => Number.isInteger(n) && n >= 0) && z <= maxZoom && x < 2 ** z && y < 2 ** z

/**
 * `{z}`, `{x}`, `{y}` filled in, `{-y}` counted from the south, `{s}` one of a, b, c and `{r}` nothing. Null for a tile
 * that cannot be, and for a template whose server is not fixed by the settings.
 */
export const tileAddress = (base: Base, z: number, x: number, y: number): URL | null => {
  if (base.kind !== 'tiles' || !isTile(base, z, x, y)) return null
  const side = 2 ** z
  const url = serverUrl(
    base.url
      .replaceAll('{s}', 'abc'[(x + y) % 3] ?? 'a')
      .replaceAll('{r}', '')
      .replaceAll('{z}', String(z))
      .replaceAll('{x}', String(x))
      .replaceAll('{-y}', String(side - 1 - y))
      .replaceAll('{y}', String(y)),
  )
  return url === null || /[{}]|%7B|%7D/i.test(url.href) ? null : url
}

const MAX_SIDE = 2048
const PICTURES = new Set(['image/png', 'image/jpeg', 'image/webp'])

const side = (text: string | null): number | null => {
  const value = Number(text)
  return Number.isInteger(value) && value > 0 && value <= MAX_SIDE ? value : null
}

/** A GetMap of the layers of the settings: a page chooses the piece and its size, nothing else. */
export const wmsAddress = (
  wms: { readonly url: string; readonly layers: string },
  query: URLSearchParams,
): URL | null => {
  const url = serverUrl(wms.url)
  const asked = new Map([...query].map(([key, value]) => [key.toLowerCase(), value]))
  const bbox = asked.get('bbox')?.split(',').map(Number) ?? []
  const [width, height] = [side(asked.get('width') ?? null), side(asked.get('height') ?? null)]
  if (url === null || bbox.length !== 4 || !bbox.every(Number.isFinite) || width === null || height === null)
    return null
  const format = asked.get('format') ?? 'image/png'
  const params: Record<string, string> = {
    SERVICE: 'WMS',
    VERSION: '1.1.1',
    REQUEST: 'GetMap',
    LAYERS: wms.layers,
    STYLES: '',
    FORMAT: PICTURES.has(format) ? format : 'image/png',
    TRANSPARENT: 'TRUE',
    SRS: 'EPSG:3857',
    BBOX: bbox.join(','),
    WIDTH: String(width),
    HEIGHT: String(height),
  }
  // What the administrator wrote after the `?` stays (`map=…` of MapServer), except what is asked here.
  for (const key of [...url.searchParams.keys()]) if (key.toUpperCase() in params) url.searchParams.delete(key)
  for (const [key, value] of Object.entries(params)) url.searchParams.set(key, value)
  return url
}
