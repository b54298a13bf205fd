import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tableWays } from '@shared/crews/road-ways'
import { shortestRound } from '@shared/crews/round'
import { asInstant } from '@shared/kernel/instant'
import type { Point } from '@shared/places/geo'
import { isNotPublic } from '@main/engine/ask-web'
import { fetchJson } from '@main/engine/fetch-json'
import { sheetWay } from '@main/features/day-sheet/sheet-way'
import { dayRoads } from '@main/features/roads/day-roads'
import { roadHandlers } from '@main/features/roads/handlers'
import { KeptTables } from '@main/features/roads/kept-tables'
import type { RoadsParts } from '@main/features/roads/roads-parts'
import { readSetting, writeSetting } from '@main/features/settings/read-setting'
import { osrmClient } from '@main/osrm/osrm-client'
import { type RoadServer, startRoadServer, streetMetres } from '../../support/road-server'
import { type CrewDesk, NOW, must, openCrewDesk } from './crew-desk'

const OUT = { get: fetchJson('1.0.0'), isNotPublic }
const at = (index: number): Point => ({ lat: 43.85, lon: 10.5 + index / 1000 })
const points = (count: number): Point[] => Array.from({ length: count }, (_, index) => at(index))
const metres = (from: number, to: number): number => streetMetres([at(from).lon, 0], [at(to).lon, 0])

let desk: CrewDesk
let server: RoadServer
let parts: RoadsParts
let now = NOW

const set = async (roads: { url: string; profile: string; inOffice: boolean } | null): Promise<void> => {
  must(
    await desk.store.write(async (db) => {
      const settings = await readSetting(db, 'crews')
      await writeSetting(db, 'crews', { ...settings, roads }, { userId: null, at: NOW })
    }),
  )
}
const ask = async (list: readonly Point[]) => must(await dayRoads(parts, list))
const why = async (list: readonly Point[] = points(3)) => {
  const answer = await ask(list)
  return answer.measure === 'lines' ? answer.why : answer.measure
}

beforeEach(async () => {
  desk = await openCrewDesk()
  server = await startRoadServer()
  now = NOW
  parts = {
    ...desk.parts,
    clock: { now: () => asInstant(now), monotonic: () => 0 },
    roads: osrmClient(OUT),
    kept: new KeptTables(),
  }
  await set({ url: `${server.url}/`, profile: 'driving', inOffice: true })
})
afterEach(async () => {
  await server.close()
  await desk.close()
})

describe('the ways between the stops of a day', () => {
  it('are those of the roads, there and back apart, each point asked for once', async () => {
    const answer = await ask([at(2), at(0), at(2), at(1)])
    if (answer.measure !== 'roads') throw new Error('straight lines')
    expect(answer.points).toEqual(points(3))
    expect([answer.metres[0]?.[2], answer.metres[2]?.[0], answer.seconds[0]?.[2]]).toEqual([
      metres(0, 2),
      metres(2, 0),
      metres(0, 2) / 10,
    ])
    expect(answer.lines).toBe(0)
    expect(server.asked).toEqual([
      '/table/v1/driving/10.500000,43.850000;10.501000,43.850000;10.502000,43.850000?annotations=duration,distance&generate_hints=false',
    ])
    // Eastwards is three times as quick: the round goes that way.
    const ways = tableWays(answer, points(3))
    const stops = [at(2), at(0), at(1)].map((point, id) => ({ id, point, urgent: false }))
    expect(shortestRound(stops, null, ways?.seconds).order).toEqual([1, 2, 0])
  })

  it('are asked for once a set of points, whoever asks and in whatever order, and again the next day', async () => {
    await Promise.all([ask(points(3)), ask(points(3).toReversed())])
    await ask(points(3))
    expect(server.asked).toHaveLength(1)
    now += 24 * 60 * 60_000
    await ask(points(3))
    await ask(points(4))
    expect(server.asked).toHaveLength(3)
  })

  it('come in pieces where the server takes few points at once, the same cell by cell', async () => {
    server.max = 4
    const answer = await ask(points(11))
    if (answer.measure !== 'roads') throw new Error('straight lines')
    expect(answer.metres).toEqual(points(11).map((_, from) => points(11).map((__, to) => metres(from, to))))
    const before = server.asked.length
    await ask(points(10))
    // Its limit is known by now: no question is too large again.
    expect(server.asked.slice(before).every((one) => one.split(';').length <= 12)).toBe(true)
    server.max = 1
    expect(await why(points(40))).toMatchObject({ code: 'roads_too_many' })
  })

  it('are straight lines where the server knows no road, and say how many', async () => {
    server.gap = [at(0).lon, at(2).lon]
    const answer = await ask(points(3))
    if (answer.measure !== 'roads') throw new Error('straight lines')
    expect(answer.lines).toBe(2)
    expect(answer.metres[0]?.[2]).toBeCloseTo(answer.metres[2]?.[0] ?? 0, 6)
    expect(answer.metres[0]?.[2]).toBeGreaterThan(150)
    expect(answer.metres[0]?.[1]).toBe(metres(0, 1))
  })

  it.each([
    ['an error of its own', { status: 500, body: 'boom' }, 'roads_refused', '500'],
    ['too many questions', { status: 429, body: '{"message":"Too Many Requests"}' }, 'roads_refused', '429'],
    [
      'a refusal',
      { status: 400, body: '{"code":"InvalidOptions","message":"no"}' },
      'roads_refused',
      'InvalidOptions, no',
    ],
    ['a refusal that calls itself well', { status: 200, body: '{"code":"NoTable"}' }, 'roads_refused', 'NoTable'],
    ['a page', { status: 200, body: '<html>hello</html>' }, 'roads_unreadable', undefined],
    [
      'no distances',
      { status: 200, body: '{"code":"Ok","durations":[[0,1,2],[1,0,2],[1,2,0]]}' },
      'roads_unreadable',
      undefined,
    ],
    [
      'a table of another size',
      { status: 200, body: '{"code":"Ok","durations":[[0]],"distances":[[0]]}' },
      'roads_unreadable',
      undefined,
    ],
    [
      'negative ways',
      { status: 200, body: '{"code":"Ok","durations":[[-1]],"distances":[[0]]}' },
      'roads_unreadable',
      undefined,
    ],
    ['a way to another machine', { status: 302, body: '', location: 'http://127.0.0.1:1/' }, 'roads_refused', '302'],
    ['silence', 'silence' as const, 'roads_slow', undefined],
  ])('are straight lines when %s comes, and say why', async (_name, instead, code, answered) => {
    server.instead = instead
    // Whoever says nothing is not waited for.
    if (instead === 'silence') parts = { ...parts, roads: osrmClient(OUT, 50) }
    const { host } = new URL(server.url)
    expect(await why()).toEqual({ code, details: { host, ...(answered === undefined ? {} : { answered }) } })
  })

  it('are straight lines without a word where the office has no server, and nobody is asked for one point', async () => {
    expect(await why([at(0)])).toBeNull()
    await set(null)
    expect(await why()).toBeNull()
    expect(server.asked).toEqual([])
  })

  it('are straight lines when nobody is there, and roads again soon after somebody is', async () => {
    const closed = server
    await closed.close()
    expect(await why()).toMatchObject({ code: 'roads_unreachable' })
    server = await startRoadServer()
    await set({ url: server.url, profile: 'driving', inOffice: true })
    server.instead = { status: 503, body: '' }
    expect(await why()).toMatchObject({ code: 'roads_refused' })
    server.instead = null
    expect(await why()).toMatchObject({ code: 'roads_refused' })
    now += 30_000
    expect(await why()).toBe('roads')
  })

  it('are not asked of a map of another country', async () => {
    server.distance = 90_000
    expect(await why()).toMatchObject({ code: 'roads_elsewhere' })
  })

  it.each(['127.0.0.1', 'localhost', '[::1]'])('never call %s unless somebody said that it may be', async (host) => {
    await set({ url: server.url.replace('127.0.0.1', host), profile: 'driving', inOffice: false })
    expect(await why()).toMatchObject({ code: 'roads_in_office' })
    expect(server.asked).toEqual([])
  })
})

describe('trying a road server', () => {
  it('says how far it is into the town and back, or why not', async () => {
    const { test } = roadHandlers(parts)
    const found = { url: server.url, profile: 'driving', inOffice: true }
    expect(must(await test(desk.maria, { server: found }))).toMatchObject({ fromDepot: false })
    server.instead = { status: 200, body: 'ciao' }
    expect(await test(desk.maria, { server: found })).toMatchObject({ ok: false, error: { code: 'roads_unreadable' } })
  })
})

describe('the way on a crew’s paper', () => {
  it('is that of its order by the same measure, and says when the server did not help', async () => {
    const settings = must(await desk.store.read((db) => readSetting(db, 'crews')))
    const day = {
      stops: [2, 0].map((index) => ({ point: at(index) })),
      settings: { ...settings, depot: at(1) },
    } as never
    const way = async () => sheetWay((list) => dayRoads(parts, list), day)
    expect(await way()).toMatchObject({ measure: 'roads', metres: metres(1, 2) + metres(2, 0) + metres(0, 1) })
    server.instead = { status: 500, body: '' }
    now += 24 * 60 * 60_000
    expect(await way()).toMatchObject({ measure: 'away', factor: settings.roadFactor })
    await set(null)
    const off = { ...(day as object), settings: { ...settings, depot: at(1), roads: null } } as never
    expect(await sheetWay((list) => dayRoads(parts, list), off)).toMatchObject({ measure: 'lines' })
  })
})
