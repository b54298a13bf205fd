import type { MapSettings } from '@shared/contract/settings'
import { DAY_MS } from '@shared/kernel/instant'
import type { Clock } from '@main/platform/clock'
import type { CurrentStore } from '@main/store/current-store'
import { readSetting } from '../features/settings/read-setting'
import { readPicture } from './fetch-picture'
import { isTile, tileAddress, wmsAddress } from './map-address'
import { answerPmtiles } from './pmtiles-file'
import type { ProxyAnswer } from './proxy-answer'
import type { TileCache } from './tile-cache'
import { answerTile } from './tile-folder'

export interface ProxyRequest {
  /** Behind `/stream/`: `tile/14/8670/5961`, `wms`, `orthophoto`, `basemap.pmtiles`; a leading `/stream/` is taken off. */
  readonly path: string
  readonly query: URLSearchParams
  /** The request's Range header. */
  readonly range?: string | null
}

export interface ProxyParts {
  readonly current: CurrentStore
  readonly clock: Clock
  /** In the desk's own folder: pictures of a map are nobody's secret and do not belong in the shared store. */
  readonly cache: TileCache
  /** The program's version, for the User-Agent. */
  readonly version: string
  readonly fetch?: typeof fetch
}

/** A kept picture is good for this long; afterwards it is only shown when the server cannot be reached. */
const FRESH_MS = 14 * DAY_MS
const underWay = new Map<string, Promise<ProxyAnswer>>()

const refused = (status: number): ProxyAnswer => ({ status, headers: {}, body: new Uint8Array() })

const picture = (type: string, body: Uint8Array): ProxyAnswer => ({
  status: 200,
  headers: { 'content-type': type, 'cache-control': 'private, max-age=86400', 'x-content-type-options': 'nosniff' },
  body,
})

const fetchOnce = async (url: URL, parts: ProxyParts): Promise<ProxyAnswer> => {
  const kept = await parts.cache.get(url.href)
  if (kept && parts.clock.now() - kept.fetchedAt < FRESH_MS) return picture(kept.type, kept.body)
  const read = await readPicture(url, parts.version, parts.fetch ?? fetch)
  if (typeof read === 'number') return kept ? picture(kept.type, kept.body) : refused(read)
  await parts.cache.put(url.href, { ...read, fetchedAt: parts.clock.now() })
  return picture(read.type, read.body)
}

/** The same piece asked twice at once is fetched once. */
const fetchTile = (url: URL, parts: ProxyParts): Promise<ProxyAnswer> => {
  const running = underWay.get(url.href)
  if (running) return running
  const mine = fetchOnce(url, parts).finally(() => underWay.delete(url.href))
  underWay.set(url.href, mine)
  return mine
}

const mapSettingsOf = async (parts: ProxyParts): Promise<MapSettings | null> => {
  if (parts.current.opened === null) return null
  const read = await parts.current.store.read((db) => readSetting(db, 'map'))
  return read.ok ? read.value : null
}

/**
 * The map's way out: the page itself may reach no server. Only what the map settings name is fetched, as this program,
 * and only pictures come back. Statuses: 403 nothing like it in the settings, 404 unknown path, 413 too large,
 * 415 no picture, 502 the server refused, 504 it could not be reached.
 */
export const handleProxy = async (request: ProxyRequest, parts: ProxyParts): Promise<ProxyAnswer> => {
  const path = request.path.replace(/^\/?(stream\/)?/, '')
  const settings = await mapSettingsOf(parts)
  if (settings === null) return refused(503)
  const { base, orthophoto } = settings
  const tile = /^tile\/(\d{1,2})\/(\d{1,8})\/(\d{1,8})$/.exec(path)
  if (tile) {
    const [z, x, y] = [Number(tile[1]), Number(tile[2]), Number(tile[3])]
    if (base.kind === 'folder') return isTile(base, z, x, y) ? answerTile(base.path, z, x, y) : refused(403)
    const url = tileAddress(base, z, x, y)
    return url ? fetchTile(url, parts) : refused(403)
  }
  if (path === 'wms') {
    const url = base.kind === 'wms' ? wmsAddress(base, request.query) : null
    return url ? fetchTile(url, parts) : refused(403)
  }
  if (path === 'orthophoto') {
    const url = orthophoto === null ? null : wmsAddress(orthophoto, request.query)
    return url ? fetchTile(url, parts) : refused(403)
  }
  if (path === 'basemap.pmtiles')
    return base.kind === 'pmtiles' ? answerPmtiles(base.path, request.range ?? null) : refused(403)
  return refused(404)
}
