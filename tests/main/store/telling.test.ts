import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Change, ENTITIES } from '@shared/contract/events'
import { ChangeFeed, pruneChangeLog } from '@main/store/change-feed'
import { SCHEMA_VERSION } from '@main/store/migrations'
import { openStore } from '@main/store/open'
import { Store } from '@main/store/store'
import { codeOf, makeOfficeStore, valueOf } from '../../support/engine'

let folder: string
let path: string
const opened: Store[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telling-'))
  path = join(folder, 'archivio.db')
  await makeOfficeStore(path)
})
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
  await rm(folder, { recursive: true, force: true })
})

const open = async (): Promise<Store> => {
  const store = valueOf(await openStore(path))
  opened.push(store)
  return store
}
const addBody = (store: Store, name: string) =>
  store.write(async (db) => {
    await db.insertInto('bodies').values({ name }).execute()
  })
const bodies = async (store: Store): Promise<string[]> =>
  valueOf(
    await store.read((db) => db.selectFrom('bodies').select('name').where('name', 'like', 'Ente%').execute()),
  ).map(({ name }) => name)

describe('who hears of a commit', () => {
  it('cannot make it look refused, nor keep the others from hearing', async () => {
    const store = await open()
    const faults: unknown[] = []
    const heard: string[] = []
    store.feed.start(60_000, (error) => faults.push(error))
    store.feed.listen(() => {
      throw new Error('a closed window')
    })
    store.feed.listen((changes) => heard.push(...changes.map(({ entity }) => entity)))
    expect(codeOf(await addBody(store, 'Ente uno'))).toBe('ok')
    expect(await bodies(store)).toEqual(['Ente uno'])
    expect(heard).toEqual(['bodies'])
    expect(faults).toHaveLength(1)
  })
})

describe('a desk whose store lies on a share', () => {
  const looksIn = (database: Database.Database, milliseconds: number): number => {
    const asked = vi.spyOn(database, 'pragma')
    vi.advanceTimersByTime(milliseconds)
    const looks = asked.mock.calls.length
    asked.mockRestore()
    return looks
  }

  it('looks for changes four times a second, and once where nothing has happened for a minute', () => {
    vi.useFakeTimers()
    const database = new Database(path)
    const other = new Database(path)
    try {
      const feed = new ChangeFeed(database, true)
      const heard: string[] = []
      feed.listen((changes) => heard.push(...changes.map(({ entity }) => entity)))
      feed.start(250)
      expect(looksIn(database, 60_000)).toBe(240)
      expect(looksIn(database, 60_000)).toBe(60)
      other.prepare(`INSERT INTO bodies (name) VALUES ('Ente')`).run()
      vi.advanceTimersByTime(1000)
      expect(heard).toEqual(['bodies'])
      expect(looksIn(database, 2000)).toBe(8)
      feed.stop()
      const near = new ChangeFeed(database)
      near.start(250)
      vi.advanceTimersByTime(120_000)
      expect(looksIn(database, 2000)).toBe(8)
      near.stop()
    } finally {
      vi.useRealTimers()
      other.close()
      database.close()
    }
  })
})

describe('a store that was closed', () => {
  it('finishes what was begun and refuses the rest as a value', async () => {
    const store = await open()
    const begun = addBody(store, 'Ente in coda')
    const closed = store.close()
    expect(codeOf(await begun)).toBe('ok')
    await closed
    expect(codeOf(await addBody(store, 'Ente in ritardo'))).toBe('no_store_open')
    expect(codeOf(await store.read(async () => 1))).toBe('no_store_open')
  })
})

describe('the log of changes', () => {
  it('is pruned to its newest rows, a bounded share at a time', async () => {
    const store = await open()
    for (let n = 0; n < 30; n += 1) valueOf(await addBody(store, `Ente ${n}`))
    const rows = async (): Promise<number> =>
      valueOf(await store.read((db) => db.selectFrom('change_log').select('seq').execute())).length
    const before = await rows()
    expect(valueOf(await store.write((db) => pruneChangeLog(db, 10, 5)))).toBe(5)
    expect(await rows()).toBe(before - 5)
    while (valueOf(await store.write((db) => pruneChangeLog(db, 10, 50))) > 0);
    expect(await rows()).toBe(10)
  })

  it('a desk that slept through pruned rows is told that everything may have changed', async () => {
    const mine = await open()
    const asleep = await open()
    const heard: Change[] = []
    asleep.feed.listen((changes) => heard.push(...changes))
    for (let n = 0; n < 5; n += 1) valueOf(await addBody(mine, `Ente ${n}`))
    valueOf(await mine.write((db) => pruneChangeLog(db, 2)))
    asleep.feed.drain()
    expect(heard.filter(({ id }) => id === 0).map(({ entity }) => entity)).toEqual([...ENTITIES])
    heard.length = 0
    valueOf(await addBody(mine, 'Ente nuovo'))
    asleep.feed.drain()
    expect(heard.map(({ entity, op }) => `${entity} ${op}`)).toEqual(['bodies insert'])
  })
})

describe('a store with a rollback journal', () => {
  it('waits with a read for another desk that is committing, instead of refusing it', async () => {
    const local = await open()
    const { place } = local.facts
    await local.close()
    const plain = new Database(path)
    plain.pragma('journal_mode = DELETE')
    let waits = 0
    const store = new Store({
      facts: { path, readOnly: null, readOnlyDetails: {}, mode: 'shared', place },
      schema: SCHEMA_VERSION,
      share: null,
      released: () => undefined,
      writer: new Database(path, { timeout: 0 }),
      reader: new Database(path, { timeout: 0, readonly: true }),
      wait: () => {
        waits += 1
        if (waits === 3) plain.exec('COMMIT')
        return Promise.resolve()
      },
      random: () => 0,
      monotonic: () => performance.now(),
    })
    opened.push(store)
    plain.exec(`BEGIN EXCLUSIVE; INSERT INTO bodies (name) VALUES ('Ente altrui')`)
    expect(await bodies(store)).toEqual(['Ente altrui'])
    expect(waits).toBe(3)
    plain.close()
  })
})
