import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MapSettings } from '@shared/contract/settings'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { writeSetting } from '@main/features/settings/read-setting'
import { openStore } from '@main/store/open'
import { chromiumMissing } from '../support/browsers'
import { type DeskUnderTest, openDesk } from '../support/desk-hosts'
import { valueOf } from '../support/engine'
import { plainPng } from '../support/plain-png'
import { settled } from '../support/settled'
import { type Shape, tinyPmtiles } from '../support/tiny-pmtiles'
import { signIn } from '../support/sign-in'

const SHOTS = resolve('tests/out/screenshots')
const BBOX: MapSettings['bbox'] = [10.486655, 43.749749, 10.658467, 43.942987]
const CENTRE = [(BBOX[0] + BBOX[2]) / 2, (BBOX[1] + BBOX[3]) / 2] as const

const box = (layer: string, kind: string, [lon, lat]: readonly [number, number], size: number): Shape => ({
  layer,
  kind,
  type: 'polygon',
  points: [
    [lon - size, lat + size],
    [lon + size, lat + size],
    [lon + size, lat - size],
    [lon - size, lat - size],
  ],
})
const STEPS = Array.from({ length: 19 }, (_, index) => index * 0.01)
/** A town of squares: land, a lake in the middle, a wood, streets every hundredth of a degree, a name. */
const TOWN: readonly Shape[] = [
  box('earth', 'earth', CENTRE, 0.4),
  box('landuse', 'wood', [CENTRE[0] + 0.055, CENTRE[1] + 0.05], 0.02),
  box('water', 'lake', CENTRE, 0.012),
  ...STEPS.flatMap((step, index): Shape[] => {
    const kind = index % 4 === 0 ? 'major_road' : 'minor_road'
    const [x, y] = [BBOX[0] + step, BBOX[1] + step]
    return [
      {
        layer: 'roads',
        kind,
        type: 'line',
        points: [
          [x, BBOX[1]],
          [x, BBOX[3]],
        ],
      },
      {
        layer: 'roads',
        kind,
        type: 'line',
        points: [
          [BBOX[0], y],
          [BBOX[2], y],
        ],
      },
    ]
  }),
  {
    layer: 'places',
    kind: 'locality',
    name: 'Capannori',
    type: 'point',
    points: [[CENTRE[0] - 0.03, CENTRE[1] + 0.02]],
  },
]

let folder: string
let store: string
let desk: DeskUnderTest | null
let server: Server
let origin: string
let asked: URL[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cantoniere-map-'))
  store = join(folder, 'archivio.db')
  mkdirSync(SHOTS, { recursive: true })
  await makeDemoStore(store, { tickets: 60 })
  asked = []
  server = createServer((request, response) => {
    asked.push(new URL(request.url ?? '/', origin))
    response.writeHead(200, { 'content-type': 'image/png' }).end(plainPng(256, 256, [170, 210, 160]))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  desk = null
})
afterEach(async () => {
  await desk?.close()
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** Opens the map of a desk whose settings name this picture; answers the page and every address it asked. */
const openMap = async (base: MapSettings['base']): Promise<{ page: Page; requests: string[] }> => {
  const opened = valueOf(await openStore(store))
  valueOf(
    await opened.write((db) =>
      writeSetting(db, 'map', { bbox: BBOX, base, orthophoto: null }, { userId: null, at: 0 }),
    ),
  )
  await opened.close()
  desk = await openDesk('web', { userFolder: join(folder, 'utente'), store })
  const { page } = desk
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await signIn(page, 'giorgio')
  await page.keyboard.press('g')
  await page.keyboard.press('m')
  await page.locator('.leaflet-container').waitFor()
  return { page, requests }
}
const onlyOwnOrigin = (page: Page, requests: readonly string[]): void => {
  const own = new URL(page.url()).host
  expect(requests.filter((url) => /^https?:/.test(url) && new URL(url).host !== own)).toEqual([])
}

/** The colour that the base picture has so many pixels from the map's middle, and whether anything is drawn there. */
const colourAt = (page: Page, dx: number, dy: number): Promise<string> =>
  page.evaluate(
    ([x, y]) => {
      const map = document.querySelector('.leaflet-container')?.getBoundingClientRect()
      if (!map) return 'no map'
      const [left, top] = [map.left + map.width / 2 + x, map.top + map.height / 2 + y]
      for (const tile of document.querySelectorAll<HTMLCanvasElement>('.leaflet-tile-pane canvas')) {
        const at = tile.getBoundingClientRect()
        if (left < at.left || left >= at.right || top < at.top || top >= at.bottom) continue
        const scale = tile.width / at.width
        const pixel = tile.getContext('2d')?.getImageData((left - at.left) * scale, (top - at.top) * scale, 1, 1).data
        return [...(pixel ?? [])].join(',')
      }
      return 'no tile'
    },
    [dx, dy] as const,
  )

describe.skipIf(chromiumMissing() !== null)('the picture under the tickets', () => {
  it('is drawn from a .pmtiles file, in both themes and closer than the file goes, with no network', async () => {
    const path = join(folder, 'comune.pmtiles')
    writeFileSync(path, tinyPmtiles({ bbox: BBOX, minZoom: 8, maxZoom: 12, shapes: TOWN }))
    const { page, requests } = await openMap({ kind: 'pmtiles', path, attribution: 'Città di prova' })

    await expect.poll(() => colourAt(page, 4, 4)).toMatch(/^\d+,\d+,\d+,255$/)
    const lake = await colourAt(page, 4, 4)
    await expect.poll(() => colourAt(page, -120, 90)).toMatch(/^\d+,\d+,\d+,255$/)
    const land = await colourAt(page, -120, 90)
    expect(lake).not.toBe(land)
    await page.getByText('Città di prova').waitFor()
    await page.screenshot({ path: join(SHOTS, 'web-map-pmtiles.png') })

    await page.evaluate(() => document.documentElement.classList.add('dark'))
    await expect.poll(() => colourAt(page, 4, 4)).not.toBe(lake)
    await settled(page)
    await page.screenshot({ path: join(SHOTS, 'web-map-pmtiles-dark.png') })
    await page.evaluate(() => document.documentElement.classList.remove('dark'))
    await expect.poll(() => colourAt(page, 4, 4)).toBe(lake)

    // The file ends at zoom 12: its shapes are drawn larger, not left out.
    const zoomIn = page.getByRole('button', { name: 'Ingrandisci' }).first()
    for (let step = 0; step < 4; step += 1) {
      await zoomIn.click()
      await settled(page)
    }
    await expect.poll(() => colourAt(page, 4, 4)).toBe(lake)
    await page.screenshot({ path: join(SHOTS, 'web-map-pmtiles-close.png') })
    onlyOwnOrigin(page, requests)
  })

  it('comes tile by tile from a server of the settings, by way of the engine', async () => {
    const { page, requests } = await openMap({
      kind: 'tiles',
      url: `${origin}/mappa/{z}/{x}/{y}.png`,
      attribution: '© Mappa di prova',
      maxZoom: 17,
    })
    await page.locator('.leaflet-tile-pane img.leaflet-tile-loaded').first().waitFor()
    await page.waitForLoadState('networkidle')
    await page.screenshot({ path: join(SHOTS, 'web-map-tiles.png') })
    expect(asked.length).toBeGreaterThan(3)
    for (const { pathname } of asked) expect(pathname).toMatch(/^\/mappa\/\d+\/\d+\/\d+\.png$/)
    onlyOwnOrigin(page, requests)
  })

  it('comes piece by piece from a WMS, which is asked for the layers of the settings only', async () => {
    const { page, requests } = await openMap({
      kind: 'wms',
      url: `${origin}/geoserver/wms?map=toscana`,
      layers: 'ofc_2023',
      attribution: '',
    })
    await page.locator('.leaflet-tile-pane img.leaflet-tile-loaded').first().waitFor()
    await page.waitForLoadState('networkidle')
    await page.screenshot({ path: join(SHOTS, 'web-map-wms.png') })
    for (const { searchParams } of asked) {
      expect(searchParams.get('map')).toBe('toscana')
      expect(searchParams.get('LAYERS')).toBe('ofc_2023')
      expect(searchParams.get('SRS')).toBe('EPSG:3857')
      const [west = 0, south = 0, east = 0, north = 0] = (searchParams.get('BBOX') ?? '').split(',').map(Number)
      expect(west).toBeLessThan(east)
      expect(south).toBeLessThan(north)
      // Somewhere around the town, in metres.
      expect(Math.abs(west - 1_176_000)).toBeLessThan(120_000)
    }
    onlyOwnOrigin(page, requests)
  })
})
