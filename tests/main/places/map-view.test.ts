import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TicketFilterInput, ticketFilter } from '@shared/contract/tickets'
import type { Bbox } from '@shared/places/geo'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { listPoints } from '@main/features/places/list-points'
import { viewMap } from '@main/features/places/view-map'
import { MIGRATIONS } from '@main/store/migrations'
import { createStore, openStore } from '@main/store/open'
import type { Store } from '@main/store/store'
import { valueOf } from '../../support/engine'

const TOWN: [number, number, number, number] = [10.48, 43.74, 10.67, 43.95]
const facts = { now: Date.UTC(2026, 10, 23, 8), userId: 1, zone: 'Europe/Rome' }

let folder: string
let store: Store

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'map-view-'))
  await makeDemoStore(join(folder, 'a.db'), { tickets: 150 })
  store = valueOf(await openStore(join(folder, 'a.db')))
})
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

interface Held {
  readonly n: number
  readonly urgent: number
}

const sql = <T>(statement: string): T => store.connections.reader.prepare(statement).get() as T
const heldBy = (where: string, [west, south, east, north]: Bbox): Held =>
  sql(
    `SELECT count(*) AS n, coalesce(sum(priority = 3), 0) AS urgent FROM tickets
     WHERE lat BETWEEN ${south} AND ${north} AND lon BETWEEN ${west} AND ${east} AND (${where})`,
  )
/** What the kept cells say, and what the tickets themselves do. */
const cellsKept = (): unknown =>
  store.connections.writer
    .prepare(
      'SELECT status, sum(n) AS n, sum(urgent) AS urgent, sum(lat_sum) AS lat, sum(lon_sum) AS lon FROM map_cells GROUP BY status',
    )
    .all()
const cellsTrue = (): unknown =>
  store.connections.writer
    .prepare(
      `SELECT status, count(*) AS n, sum(priority = 3) AS urgent, sum(CAST(round(lat * 1000000) AS INTEGER)) AS lat,
         sum(CAST(round(lon * 1000000) AS INTEGER)) AS lon FROM tickets WHERE lat IS NOT NULL GROUP BY status`,
    )
    .all()

const FILTERS: readonly (readonly [string, TicketFilterInput, string])[] = [
  ['all', { view: 'all' }, '1'],
  ['closed', { view: 'closed' }, "status = 'closed'"],
  ['open', { view: 'open' }, 'is_open = 1'],
  ['by phone', { view: 'all', channels: ['phone'] }, "channel = 'phone'"],
  ['of a word', { view: 'all', text: 'lampione' }, "id IN (SELECT rowid FROM ticket_fts('lampione*'))"],
]
const BOXES: readonly (readonly [Bbox, number])[] = [
  [TOWN, 11],
  [[10.54, 43.82, 10.6, 43.86], 14],
  [[10.55, 43.84, 10.56, 43.845], 17],
  [[11, 44, 12, 45], 9],
]

describe('a map of too many tickets', () => {
  it.each(FILTERS)('names how many there are and sends none: %s', async (_name, filter, where) => {
    const parsed = ticketFilter.parse(filter)
    const some = valueOf(await listPoints(store, parsed, facts, 3))
    const every = valueOf(await listPoints(store, parsed, facts))
    const { n } = sql<Held>(`SELECT count(*) AS n FROM tickets WHERE lat IS NOT NULL AND (${where})`)
    const all = sql<Held>(`SELECT count(*) AS n FROM tickets WHERE ${where}`)
    expect(some).toEqual({ points: null, total: n, withoutPlace: all.n - n })
    expect(every).toMatchObject({ total: n, withoutPlace: all.n - n })
    expect(every.points).toHaveLength(n)
  })

  it.each(FILTERS)(
    'shows each ticket of a view in exactly one cell, or each by itself: %s',
    async (_name, filter, where) => {
      for (const [bbox, zoom] of BOXES) {
        const input = { filter: ticketFilter.parse(filter), bbox: [...bbox] as typeof TOWN, zoom }
        const cells = valueOf(await viewMap(store, input, facts, { points: 0, ids: 40 }))
        const held = heldBy(where, cells.box)
        expect(cells.box[0]).toBeLessThanOrEqual(bbox[0])
        expect(cells.box[3]).toBeGreaterThanOrEqual(bbox[3])
        expect(cells.cells.reduce((sum, [, , n]) => sum + n, 0)).toBe(held.n)
        expect(cells.cells.reduce((sum, [, , , urgent]) => sum + urgent, 0)).toBe(held.urgent)
        for (const [lon, lat] of cells.cells)
          expect(heldBy('1', [lon - 0.1, lat - 0.1, lon + 0.1, lat + 0.1]).n).toBeGreaterThan(0)
        const points = valueOf(await viewMap(store, input, facts))
        expect(points.cells).toEqual([])
        expect(points.points).toHaveLength(held.n)
      }
    },
  )

  it('keeps to the rectangle of the filter', async () => {
    const bbox: typeof TOWN = [10.54, 43.82, 10.6, 43.86]
    const input = { filter: ticketFilter.parse({ view: 'all', bbox }), bbox: TOWN, zoom: 12 }
    const { cells } = valueOf(await viewMap(store, input, facts, { points: 0 }))
    expect(cells.reduce((sum, [, , n]) => sum + n, 0)).toBe(heldBy('1', bbox).n)
  })

  it('counts what comes, moves, changes its state or its priority, loses its place, and goes', () => {
    const { writer } = store.connections
    expect(cellsKept()).toEqual(cellsTrue())
    for (const change of [
      'UPDATE tickets SET lat = lat + 0.01, lon = lon - 0.02 WHERE id % 3 = 0',
      "UPDATE tickets SET status = 'merged', is_open = 0 WHERE id % 7 = 0",
      'UPDATE tickets SET priority = 3 - priority WHERE id % 2 = 0',
      'UPDATE tickets SET lat = NULL, lon = NULL WHERE id % 5 = 0',
      'UPDATE tickets SET lat = 43.8, lon = 10.5 WHERE id % 10 = 0',
      "UPDATE tickets SET subject = 'Altro', status = status, lat = lat",
    ]) {
      writer.exec(change)
      expect({ change, kept: cellsKept() }).toEqual({ change, kept: cellsTrue() })
    }
    writer.pragma('foreign_keys = OFF')
    writer.exec('DELETE FROM tickets')
    writer.pragma('foreign_keys = ON')
    expect(writer.prepare('SELECT count(*) FROM map_cells').pluck().get()).toBe(0)
  })
})

describe('a store from before the map’s cells', () => {
  it('has its tickets counted when it is opened', async () => {
    const path = join(folder, 'old.db')
    const old = valueOf(await createStore(path, { migrations: MIGRATIONS.slice(0, 2) }))
    old.connections.writer.exec(
      `INSERT INTO tickets (year, seq, number, tracking_code, channel, kind, subject, status, is_open, priority, lat, lon, created_at, last_activity_at)
       VALUES (2025, 1, 'A', 'A', 'phone', 'report', '', 'closed', 0, 3, 43.85, 10.55, 0, 0), (2025, 2, 'B', 'B', 'phone', 'report', '', 'closed', 0, 1, 43.85, 10.55, 0, 0),
         (2025, 3, 'C', 'C', 'phone', 'report', '', 'new', 1, 1, NULL, NULL, 0, 0)`,
    )
    await old.close()
    const opened = valueOf(await openStore(path))
    const found = valueOf(await listPoints(opened, ticketFilter.parse({ view: 'closed' }), facts, 1))
    await opened.close()
    expect(found).toEqual({ points: null, total: 2, withoutPlace: 0 })
  })
})
