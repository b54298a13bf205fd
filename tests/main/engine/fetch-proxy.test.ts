import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MapSettings } from '@shared/contract/settings'
import { DAY_MS } from '@shared/kernel/instant'
import { handleProxy } from '@main/engine/fetch-proxy'
import { TileCache } from '@main/engine/tile-cache'
import { writeSetting } from '@main/features/settings/read-setting'
import { CurrentStore, openedStore } from '@main/store/current-store'
import { type TownStore, townStore } from '../../support/town-store'

const NOW = Date.UTC(2026, 10, 23, 8)
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

let town: TownStore
let server: Server
let origin: string
let asked: IncomingMessage[]
let respond: (response: ServerResponse) => void
let now: number

beforeEach(async () => {
  town = await townStore(NOW)
  now = NOW
  asked = []
  respond = (response) => response.writeHead(200, { 'content-type': 'image/png' }).end(PNG)
  server = createServer((request, response) => {
    asked.push(request)
    respond(response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await town.close()
})

const choose = async (base: MapSettings['base'], orthophoto: MapSettings['orthophoto'] = null): Promise<void> => {
  await town.store.write((db) =>
    writeSetting(db, 'map', { bbox: [10.4, 43.7, 10.7, 44], base, orthophoto }, { userId: null, at: NOW }),
  )
}
const tiles = (url = `${origin}/{z}/{x}/{y}.png`): MapSettings['base'] => ({
  kind: 'tiles',
  url,
  attribution: '',
  maxZoom: 19,
})

/** A desk that has just been started: nothing in memory, its disk as it was. */
const desk = () => {
  const current = new CurrentStore()
  current.set(openedStore(town.store, 'desk-of-the-test'))
  const parts = {
    current,
    clock: { now: () => now, monotonic: () => 0 },
    cache: new TileCache(join(town.folder, 'tiles')),
    version: '1.2.3',
  } as unknown as Parameters<typeof handleProxy>[1]
  return (path: string, query = '', range: string | null = null) =>
    handleProxy({ path, query: new URLSearchParams(query), range }, parts)
}

describe('the way out of the map', () => {
  it('fetches a tile of the server in the settings under its own name, once', async () => {
    await choose(tiles())
    const ask = desk()
    const [first, twin] = await Promise.all([ask('/stream/tile/14/8670/5961'), ask('tile/14/8670/5961')])
    expect(first).toMatchObject({ status: 200, headers: { 'content-type': 'image/png' } })
    expect(Buffer.from(twin.body)).toEqual(PNG)
    expect(asked.map((request) => request.url)).toEqual(['/14/8670/5961.png'])
    expect(asked[0]?.headers['user-agent']).toBe('Cantoniere/1.2.3')
    expect(asked[0]?.headers.referer).toBeTruthy()
  })

  it('shows what it kept on disk when the network is gone, even if it is old', async () => {
    await choose(tiles())
    await desk()('tile/14/8670/5961')
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
    now += 60 * DAY_MS
    expect((await desk()('tile/14/8670/5961')).status).toBe(200)
    expect((await desk()('tile/14/8671/5961')).status).toBe(504)
  })

  it('reaches nothing that the settings do not name', async () => {
    await choose({ kind: 'none' })
    expect((await desk()('tile/1/0/0')).status).toBe(403)
    await choose(tiles('file:///etc/hosts?{z}{x}{y}'))
    expect((await desk()('tile/1/0/0')).status).toBe(403)
    await choose(tiles('http://{host}/{z}/{x}/{y}'))
    expect((await desk()('tile/1/0/0')).status).toBe(403)
    await choose(tiles())
    for (const path of ['tile/20/0/0', 'tile/1/2/0', 'tile/-1/0/0', 'tile/1/0/0/../../x'])
      expect([403, 404]).toContain((await desk()(path)).status)
    respond = (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/inside' }).end()
    expect((await desk()('tile/1/0/0')).status).toBe(403)
  })

  it('passes on pictures only, and none beyond its size', async () => {
    await choose(tiles())
    respond = (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<script>')
    expect((await desk()('tile/1/0/0')).status).toBe(415)
    respond = (response) => response.writeHead(200, { 'content-type': 'image/svg+xml' }).end('<svg/>')
    expect((await desk()('tile/1/0/0')).status).toBe(415)
    respond = (response) => response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.alloc(9_000_000))
    expect((await desk()('tile/1/0/0')).status).toBe(413)
    respond = (response) => response.writeHead(500).end()
    expect((await desk()('tile/1/0/0')).status).toBe(502)
  })

  it('asks a WMS for the layers of the settings, whatever the page asks', async () => {
    await choose({ kind: 'wms', url: `${origin}/wms?map=rt_ofc`, layers: 'ortofoto', attribution: '' })
    const bbox = '1174000,5440000,1176000,5442000'
    const answer = await desk()('wms', `?layers=segreti&REQUEST=GetFeatureInfo&bbox=${bbox}&width=256&height=256`)
    expect(answer.status).toBe(200)
    const url = new URL(asked[0]?.url ?? '', origin)
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      map: 'rt_ofc',
      REQUEST: 'GetMap',
      LAYERS: 'ortofoto',
      BBOX: bbox,
      SRS: 'EPSG:3857',
    })
    expect((await desk()('wms', `bbox=${bbox}&width=90000&height=256`)).status).toBe(403)
  })

  it('asks the orthophoto of its own server, and of none before there is one', async () => {
    const ask = '?bbox=1174000,5440000,1176000,5442000&width=256&height=256'
    await choose({ kind: 'wms', url: `${origin}/carta`, layers: 'carta', attribution: '' })
    expect((await desk()('orthophoto', ask)).status).toBe(403)
    await choose({ kind: 'none' }, { url: `${origin}/volo`, layers: 'volo2024', attribution: '' })
    expect((await desk()('wms', ask)).status).toBe(403)
    expect(asked).toEqual([])
    expect((await desk()('orthophoto', `${ask}&layers=segreti&url=http://127.0.0.1:1/dentro`)).status).toBe(200)
    const url = new URL(asked[0]?.url ?? '', origin)
    expect([url.pathname, url.searchParams.get('LAYERS'), url.searchParams.get('url')]).toEqual([
      '/volo',
      'volo2024',
      null,
    ])
    respond = (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/dentro' }).end()
    expect((await desk()('orthophoto', `${ask}&FORMAT=image/jpeg`)).status).toBe(403)
  })

  it('reads tiles of a folder on disk, and nothing else that lies in it or beside it', async () => {
    const path = join(town.folder, 'riquadri')
    const put = (name: string, body: Uint8Array): void => {
      mkdirSync(join(path, name, '..'), { recursive: true })
      writeFileSync(join(path, name), body)
    }
    put('14/8670/5961.png', PNG)
    put('14/8670/5962.webp', Buffer.from('52494646240000005745425056503820', 'hex'))
    put('14/8670/5963.png', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))
    put('14/8670/5964.png', PNG)
    truncateSync(join(path, '14/8670/5964.png'), 9_000_000)
    put('14/8670/5965.png/1.png', PNG)
    writeFileSync(join(town.folder, '5.png'), PNG)
    await choose({ kind: 'folder', path, attribution: '', maxZoom: 16 })
    const ask = async (tile: string): Promise<number> => (await desk()(`tile/${tile}`)).status
    const found = await desk()('tile/14/8670/5961')
    expect(found).toMatchObject({ status: 200, headers: { 'content-type': 'image/png' } })
    expect(Buffer.from(found.body)).toEqual(PNG)
    expect((await desk()('tile/14/8670/5962')).headers['content-type']).toBe('image/webp')
    expect(await ask('14/8670/5963')).toBe(415)
    expect(await ask('14/8670/5964')).toBe(413)
    for (const tile of ['14/8670/5965', '14/8670/5966']) expect(await ask(tile)).toBe(404)
    // Beyond the map's zoom, no tile of that zoom, and ways out of the folder.
    for (const tile of ['17/1/1', '1/2/0']) expect(await ask(tile)).toBe(403)
    for (const tile of ['14/../5', '14/%2e%2e/5', '14/8670/..%2f..%2f..%2f5']) expect(await ask(tile)).toBe(404)
    expect(asked).toEqual([])
  })

  it('answers ranges of the .pmtiles file, and of no other kind of file', async () => {
    const path = join(town.folder, 'town.pmtiles')
    writeFileSync(path, 'PMTiles and then the tiles')
    await choose({ kind: 'pmtiles', path, attribution: '' })
    const piece = await desk()('basemap.pmtiles', '', 'bytes=0-6')
    expect(piece).toMatchObject({ status: 206, headers: { 'content-range': 'bytes 0-6/26' } })
    expect(Buffer.from(piece.body).toString()).toBe('PMTiles')
    expect((await desk()('basemap.pmtiles', '', 'bytes=20-900')).headers['content-range']).toBe('bytes 20-25/26')
    expect((await desk()('basemap.pmtiles', '', 'bytes=900-950')).status).toBe(416)
    expect((await desk()('basemap.pmtiles')).status).toBe(416)
    await choose({ kind: 'pmtiles', path: town.store.facts.path, attribution: '' })
    expect((await desk()('basemap.pmtiles', '', 'bytes=0-6')).status).toBe(415)
    await choose({ kind: 'pmtiles', path: join(town.folder, 'none.pmtiles'), attribution: '' })
    expect((await desk()('basemap.pmtiles', '', 'bytes=0-6')).status).toBe(404)
  })

  it('keeps its folder within its bound, the oldest pictures going first', async () => {
    const cache = new TileCache(join(town.folder, 'small'), { memory: 10, disk: 300 })
    for (let index = 0; index < 5; index += 1)
      await cache.put(`http://tiles/${index}`, {
        type: 'image/png',
        body: Buffer.alloc(100),
        fetchedAt: NOW + index * 1000,
      })
    await cache.prune()
    const kept = await Promise.all([0, 1, 2, 3, 4].map((index) => cache.get(`http://tiles/${index}`)))
    expect(kept.map((tile) => tile !== null)).toEqual([false, false, false, true, true])
  })
})
