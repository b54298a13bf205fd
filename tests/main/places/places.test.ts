import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AreaKind, type places } from '@shared/contract/places'
import { ticketFilter } from '@shared/contract/tickets'
import { streetKey } from '@shared/places/street-key'
import type { OutputOf } from '@shared/contract/define'
import { importAreas } from '@main/features/places/import-areas'
import { removeArea } from '@main/features/places/save-area'
import { rememberBlob } from '@main/features/tickets/attach-files'
import { AttachmentFiles, attachmentFolder } from '@main/store/attachment-files'
import { listPoints } from '@main/features/places/list-points'
import { districtAt, mapBase } from '@main/features/places/places-queries'
import { StreetDirectory } from '@main/features/places/street-directory'
import { findPlaces } from '@main/features/places/street-queries'
import { secureRandom } from '@main/platform/random'
import { silentLogger } from '@main/platform/logger'
import { CurrentStore, openedStore } from '@main/store/current-store'
import { type TownStore, layTickets, townStore } from '../../support/town-store'

const NOW = Date.UTC(2026, 10, 23, 8)
const facts = { now: NOW, userId: 1, zone: 'Europe/Rome' }

let town: TownStore
beforeEach(async () => {
  town = await townStore(NOW)
})
afterEach(() => town.close())

const value = async <T>(
  answer: Promise<{ ok: true; value: T } | { ok: false; error: { code: string } }>,
): Promise<T> => {
  const result = await answer
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}

const square = (west: number, south: number, size = 0.02): number[][][] => [
  [
    [west, south],
    [west + size, south],
    [west + size, south + size],
    [west, south + size],
    [west, south],
  ],
]
const feature = (name: string, geometry: unknown): unknown => ({
  type: 'Feature',
  properties: { nome: name },
  geometry,
})
const polygon = (coordinates: unknown): unknown => ({ type: 'Polygon', coordinates })
const collection = (...features: unknown[]): unknown => ({ type: 'FeatureCollection', features })

const parts = () => {
  const current = new CurrentStore()
  current.set(openedStore(town.store, 'desk-of-the-test'))
  return { current, clock: { now: () => NOW, monotonic: () => 0 }, random: secureRandom, logger: silentLogger } as never
}
/** As a page does it: the file through the stream door, then the call that names it. */
const put = async (file: unknown): Promise<string> => {
  const files = new AttachmentFiles(attachmentFolder(town.store.facts.path))
  const stored = await files.put(Buffer.from(typeof file === 'string' ? file : JSON.stringify(file)))
  await town.store.write((db) => rememberBlob(db, { ...stored, type: 'application/json', at: NOW }))
  return stored.sha256
}
const bring = async (kind: AreaKind, file: unknown): Promise<OutputOf<(typeof places)['importAreas']>> =>
  value(importAreas(parts(), { kind, sha256: await put(file), nameProperty: 'name' }))
const base = () => value(town.store.read(mapBase))
const districtId = async (name: string): Promise<number> =>
  value(
    town.store.read(
      async (db) =>
        (await db.selectFrom('districts').select('id').where('name', '=', name).executeTakeFirstOrThrow()).id,
    ),
  )

describe('the tickets on the map', () => {
  it('are those of the queue filter that have a point, and the others are counted', async () => {
    await layTickets(
      town.store,
      [
        { seq: 1, lat: 43.85, lon: 10.57 },
        { seq: 2, lat: 43.9, lon: 10.6, status: 'accepted' },
        { seq: 3, lat: 43.8, lon: 10.5, status: 'closed' },
        { seq: 4 },
      ],
      NOW,
    )
    const all = await value(listPoints(town.store, ticketFilter.parse({}), facts))
    expect(all.points?.map(([, lon, lat, status]) => [lon, lat, status])).toEqual([
      [10.57, 43.85, 'new'],
      [10.6, 43.9, 'accepted'],
    ])
    expect(all.withoutPlace).toBe(1)

    const drawn = ticketFilter.parse({ bbox: [10.55, 43.84, 10.58, 43.86] })
    const inside = await value(listPoints(town.store, drawn, facts))
    expect(inside.points).toHaveLength(1)
    expect(inside.withoutPlace).toBe(1)
  })
})

describe('areas from a file', () => {
  it('give districts their shape and centre, whatever case and accents the file writes', async () => {
    const answer = await bring(
      'district',
      collection(
        feature('MARLIA', polygon(square(10.54, 43.88))),
        feature("SANT'ANDREA IN CAPRILE", { type: 'MultiPolygon', coordinates: [square(10.6, 43.9)] }),
        feature('Borgo che non esiste', polygon(square(10.5, 43.8))),
      ),
    )
    expect(answer).toEqual({ imported: 3, skipped: [], unmatched: ['Borgo che non esiste'] })
    const { areas, districts } = await base()
    expect(areas).toHaveLength(3)
    const marlia = districts.find((district) => district.name === 'Marlia')
    expect(marlia?.lat).toBeCloseTo(43.89, 6)
    expect(marlia?.lon).toBeCloseTo(10.55, 6)
  })

  it('centre a district on what is left of it, and leave it its centre when nothing is', async () => {
    await bring(
      'district',
      collection(feature('Marlia', polygon(square(10.54, 43.88))), feature('Marlia', polygon(square(10.6, 43.9)))),
    )
    const centre = async () => (await base()).districts.find((district) => district.name === 'Marlia')
    expect((await centre())?.lon).toBeCloseTo(10.58, 6)
    const [first, second] = (await base()).areas
    await value(removeArea(parts(), first?.id as never))
    expect((await centre())?.lon).toBeCloseTo(10.61, 6)
    await value(removeArea(parts(), second?.id as never))
    expect((await centre())?.lon).toBeCloseTo(10.61, 6)
  })

  it('leave out what is no sound area on the globe, and say why', async () => {
    const bowTie = [
      [
        [10, 43],
        [11, 44],
        [11, 43],
        [10, 44],
        [10, 43],
      ],
    ]
    const answer = await bring(
      'district',
      collection(
        feature('Marlia', polygon(square(10.54, 43.88))),
        feature('Guamo', { type: 'Point', coordinates: [10.5, 43.8] }),
        feature('Vorno', polygon(square(1_625_000, 4_855_000, 500))),
        feature(
          'Lunata',
          polygon([
            [
              [10, 43],
              [11, 44],
              [10, 43],
            ],
          ]),
        ),
        feature('Lammari', polygon(bowTie)),
        feature(
          'Verciano',
          polygon([
            [
              [10, 43],
              [10, 44],
              [10, 45],
              [10, 43],
            ],
          ]),
        ),
        { type: 'Feature', properties: null, geometry: polygon(square(10.5, 43.8)) },
        feature('Ruota', polygon('abc')),
        null,
      ),
    )
    expect(answer.imported).toBe(1)
    expect(answer.skipped.map(({ index, reason }) => `${index} ${reason}`)).toEqual([
      '1 not_an_area',
      '2 outside_world',
      '3 too_few_points',
      '4 crosses_itself',
      '5 no_surface',
      '6 no_name',
      '7 bad_coordinates',
      '8 not_an_area',
    ])
  })

  it('replace those of their kind only, and a file without any changes nothing', async () => {
    await bring('boundary', polygon(square(10.5, 43.8, 0.1)))
    await bring('district', collection(feature('Marlia', polygon(square(10.54, 43.88)))))
    await bring('boundary', polygon(square(10.49, 43.75, 0.15)))
    expect((await base()).areas.map((area) => area.kind).toSorted()).toEqual(['boundary', 'district'])

    expect(await bring('boundary', collection())).toMatchObject({ imported: 0 })
    expect((await base()).areas).toHaveLength(2)
    await expect(bring('boundary', 'PK\u0003\u0004 a zipped shapefile')).rejects.toThrow('not_geojson')
    expect((await base()).areas).toHaveLength(2)
  })

  it('read the loose geometries that some programs write, with a byte-order mark in front', async () => {
    const loose = { type: 'GeometryCollection', geometries: [polygon(square(10.5, 43.8)), polygon(square(10.6, 43.8))] }
    expect(await bring('competence', `\uFEFF${JSON.stringify(loose)}`)).toMatchObject({ imported: 2 })
  })
})

describe('the district of a point', () => {
  it('is the one whose area holds it, else the nearest centre, else none', async () => {
    await bring('district', collection(feature('Marlia', polygon(square(10.54, 43.88)))))
    const marlia = await districtId('Marlia')
    const at = (lat: number, lon: number) => value(town.store.read((db) => districtAt(db, { lat, lon })))
    expect(await at(43.885, 10.545)).toEqual({ districtId: marlia, by: 'polygon' })
    expect(await at(43.875, 10.545)).toEqual({ districtId: marlia, by: 'nearest' })
    expect(await at(45.46, 9.19)).toEqual({ districtId: null, by: 'none' })
  })
})

describe('a street that is typed', () => {
  it('is found by any of its words, the busiest first, with the district most of its tickets lie in', async () => {
    const [marlia, lunata] = [await districtId('Marlia'), await districtId('Lunata')]
    await town.store.write(async (db) => {
      for (const [index, name] of ['Via Pesciatina', 'Viale Europa', 'Via del Pèscio'].entries())
        await db
          .insertInto('streets')
          .values({ id: index + 1, name, key: streetKey(name) })
          .execute()
    })
    await layTickets(
      town.store,
      [
        { seq: 1, streetId: 1, districtId: lunata },
        { seq: 2, streetId: 1, districtId: lunata },
        { seq: 3, streetId: 1, districtId: marlia },
        { seq: 4, streetId: 3 },
      ],
      NOW,
    )
    const directory = new StreetDirectory()
    const find = async (text: string) =>
      (await value(town.store.read(async (db) => findPlaces(db, await directory.of(town.store, db), text, 10)))).places
    expect(await find('pesc')).toMatchObject([
      { text: 'Via Pesciatina', tickets: 3, districtId: lunata, precision: 'street', lat: null, fromRegistry: false },
      { text: 'Via del Pèscio', tickets: 1, districtId: null },
    ])
    expect((await find('v. pesciat')).map(({ text }) => text)).toEqual(['Via Pesciatina'])
    expect((await find('europa viale')).map(({ text }) => text)).toEqual(['Viale Europa'])
    expect(await find('%')).toEqual([])
  })
})
