import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asInstant } from '@shared/kernel/instant'
import { fold } from '@shared/search/fold'
import { demoStreets } from '@main/demo/demo-streets'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { SeededRandom } from '@main/demo/seeded-random'
import { fillRegistry } from '@main/features/places/import-streets'
import { StreetDirectory } from '@main/features/places/street-directory'
import { findPlaces } from '@main/features/places/street-queries'
import { openStore } from '@main/store/open'
import { type Bench, inTurn, timeRow } from './bench'

const ADDRESSES = 50_000
/** Every letter of an address as somebody types it, slips and all. */
const SPOKEN = [
  'via delle ortensie 12',
  'v. del molineto 7/a',
  'corte bianchini lunata',
  'p.za lavatoio 3',
  'viale robinie 25',
]
const KEYSTROKES = SPOKEN.flatMap((text) => Array.from({ length: text.length - 1 }, (_, at) => text.slice(0, at + 2)))

/** One keystroke in the address field at 50,000 house numbers, against a bare look through the streets' names. */
export const streets: Bench = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'streets-bench-'))
  const path = join(folder, 'vie.db')
  await makeDemoStore(path, { tickets: 400 })
  const opened = await openStore(path)
  if (!opened.ok) throw new Error(opened.error.code)
  const store = opened.value
  const random = new SeededRandom(7)
  const written = await store.write(async (db) => {
    const rows = await db.selectFrom('districts').selectAll().execute()
    const centres = rows.map(({ id, name, lat, lon }) => ({ id, name, lat: lat ?? 43.84, lon: lon ?? 10.57 }))
    const town = []
    // Street names of one town differ: each round gets a name of its own.
    for (let round = 0, doors = 0; doors < ADDRESSES; round += 1)
      for (const street of demoStreets(centres, random)) {
        town.push(
          round === 0
            ? street
            : { ...street, name: `${street.name} di ${centres[round % centres.length]?.name ?? ''}` },
        )
        doors += street.doors.length
      }
    await fillRegistry(db, { streets: town, rows: 0, skipped: [], noted: [] }, { file: 'bench.csv', at: asInstant(0) })
  })
  if (!written.ok) throw new Error(written.error.code)
  const directory = new StreetDirectory()
  const bare = store.connections.reader.prepare(
    "SELECT id, name FROM registry_streets WHERE lower(name) LIKE '%' || ? || '%' LIMIT 10",
  )
  const text = (round: number): string => KEYSTROKES[round % KEYSTROKES.length] ?? ''
  const timed = await inTurn(
    KEYSTROKES.length * 5,
    (round) => store.read(async (db) => findPlaces(db, await directory.of(store, db), text(round), 10)),
    (round) => bare.all(fold(text(round))),
  )
  await store.close()
  await rm(folder, { recursive: true, force: true })
  return [timeRow('street as you type', ADDRESSES, timed, 30, { p95Below: 20 })]
}
