import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { refuse } from '@shared/kernel/app-error'
import { Leases } from '@main/store/leases'
import { createStore, openStore } from '@main/store/open'
import type { Store } from '@main/store/store'
import { asNobody } from '../../support/as-nobody'
import { codeOf, makeOfficeStore, valueOf } from '../../support/engine'
import { eventually } from '../../support/eventually'

let folder: string
let path: string
const opened: Store[] = []

const open = async (file = path): Promise<Store> => {
  const store = valueOf(await openStore(file))
  opened.push(store)
  return store
}
const meta = (store: Store, key: string, value: string) =>
  store.write(async (db) => {
    await db.insertInto('meta').values({ key, value }).execute()
  })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-'))
  path = join(folder, 'archivio.db')
  await makeOfficeStore(path)
})
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a write', () => {
  it('waits for another process without stopping the desk', async () => {
    const store = await open()
    const holder = spawn(process.execPath, [
      '-e',
      `const db = new (require('better-sqlite3'))(process.argv[1]); db.exec('BEGIN IMMEDIATE'); console.log('held'); setTimeout(() => { db.exec('COMMIT'); db.close() }, 600)`,
      path,
    ])
    await new Promise((held) => holder.stdout.once('data', held))
    let ticks = 0
    const timer = setInterval(() => (ticks += 1), 10)
    expect(codeOf(await meta(store, 'dopo', 'sì'))).toBe('ok')
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(10)
    expect(store.lockWaits.percentile(0.99)).toBeGreaterThan(100)
  })

  it('is all or nothing: a refusal takes everything back and comes out as a value', async () => {
    const store = await open()
    const result = await store.write(async (db) => {
      await db.insertInto('meta').values({ key: 'mezzo', value: '1' }).execute()
      refuse('name_taken', { field: 'name' })
    })
    expect(result).toEqual({ ok: false, error: { code: 'name_taken', field: 'name' } })
    const found = valueOf(
      await store.read((db) => db.selectFrom('meta').selectAll().where('key', '=', 'mezzo').execute()),
    )
    expect(found).toEqual([])
  })

  it('throws at once when it is begun inside another, instead of waiting for itself', async () => {
    const store = await open()
    await expect(
      store.write(async () => {
        await store.write(async () => undefined)
      }),
    ).rejects.toThrow('inside a transaction')
    expect(codeOf(await meta(store, 'poi', '1'))).toBe('ok')
  })
})

describe('the change feed', () => {
  it('tells another desk of a commit, and of nothing that was rolled back', async () => {
    const mine = await open()
    const theirs = await open()
    const heard: string[] = []
    theirs.feed.listen((changes) => heard.push(...changes.map(({ entity, op }) => `${entity} ${op}`)))
    theirs.feed.start(20)
    await mine.write(async (db) => {
      await db.insertInto('districts').values({ name: 'Annullata', lat: null, lon: null }).execute()
      refuse('not_found')
    })
    await mine.write(async (db) => {
      await db.insertInto('bodies').values({ name: 'Ente di prova' }).execute()
    })
    await eventually('the commit is heard', () => heard.length > 0)
    expect(heard).toEqual(['bodies insert'])
  })
})

describe('a lease', () => {
  const held = (fence: number) => ({ state: 'held', lease: { name: 'posta', fence } })

  it('that cannot be asked for is no lease of another desk', async () => {
    const store = await open()
    await store.close()
    const answer = await new Leases(store, 'primo').hold('posta')
    expect(answer).toEqual({ state: 'unknown', error: { code: 'no_store_open' } })
  })

  it('stays with a holder that beats and goes, fenced, from one that is silent for 45 s', async () => {
    const store = await open()
    let now = 0
    const first = new Leases(store, 'primo', () => now)
    const second = new Leases(store, 'secondo', () => now)
    expect(await first.hold('posta')).toEqual(held(1))
    expect(await second.hold('posta')).toEqual({ state: 'other' })
    now = 44_000
    await first.hold('posta')
    expect(await second.hold('posta')).toEqual({ state: 'other' })
    now = 88_000
    expect(await second.hold('posta')).toEqual({ state: 'other' })
    now = 89_001
    expect(await second.hold('posta')).toEqual(held(2))
    expect(await first.hold('posta')).toEqual({ state: 'other' })
  })

  it('costs whoever only watches another’s a look, and no lock for which the writers would wait', async () => {
    const store = await open()
    const first = new Leases(store, 'primo')
    const second = new Leases(store, 'secondo')
    await first.hold('posta')
    await second.hold('posta')
    const writes = vi.spyOn(store, 'write')
    for (let look = 0; look < 5; look += 1) expect(await second.hold('posta')).toEqual({ state: 'other' })
    expect(writes).not.toHaveBeenCalled()
    await first.release('posta')
    expect(await second.hold('posta')).toEqual(held(2))
  })

  it('goes at once when it is given up', async () => {
    const store = await open()
    const first = new Leases(store, 'primo')
    await first.hold('posta')
    await first.release('posta')
    expect(await new Leases(store, 'secondo').hold('posta')).toEqual(held(2))
  })

  it('lasts as long as the work under it, and is given up however that ends', async () => {
    const store = await open()
    const first = new Leases(store, 'primo')
    const second = new Leases(store, 'secondo')
    const done = await first.during('sito', async (lease) => {
      expect(await second.during('sito', () => Promise.resolve('doppio'))).toEqual({ state: 'other' })
      return lease.fence
    })
    expect(done).toEqual({ state: 'done', value: 1 })
    await expect(second.during('sito', () => Promise.reject(new Error('rotto')))).rejects.toThrow('rotto')
    expect(await first.hold('sito')).toEqual({ state: 'held', lease: { name: 'sito', fence: 3 } })
  })
})

describe('opening', () => {
  it('refuses by name what is no store, and leaves it as it is', async () => {
    expect(codeOf(await openStore(join(folder, 'manca.db')))).toBe('store_not_found')
    await writeFile(join(folder, 'testo.db'), 'questo non è un archivio')
    expect(codeOf(await openStore(join(folder, 'testo.db')))).toBe('not_a_store')
    await writeFile(join(folder, 'vuoto.db'), '')
    expect(codeOf(await openStore(join(folder, 'vuoto.db')))).toBe('not_a_store')
    const other = new Database(join(folder, 'altro.db'))
    other.exec('CREATE TABLE t (x)')
    other.close()
    expect(codeOf(await openStore(join(folder, 'altro.db')))).toBe('not_a_store')
    expect(codeOf(await openStore(folder))).toBe('not_a_store')
    expect(codeOf(await createStore(path))).toBe('store_exists')
  })

  it('refuses a store that was cut off', async () => {
    const database = new Database(path)
    database.pragma('journal_mode = DELETE')
    database.close()
    await truncate(path, 5000)
    expect(['store_corrupt', 'not_a_store']).toContain(codeOf(await openStore(path)))
  })

  it('opens a newer store for reading only', async () => {
    const newer = new Database(path)
    newer.pragma('user_version = 99')
    newer.close()
    expect((await open()).facts.readOnly).toBe('store_newer')
  })

  it('says of a newer store which shape it does not know, and reads the rest', async () => {
    const newer = new Database(path)
    newer.pragma('user_version = 99')
    newer.exec('ALTER TABLE tickets RENAME TO reports')
    newer.close()
    const store = await open()
    const tickets = store.read((db) => db.selectFrom('tickets').selectAll().execute())
    expect(codeOf(await tickets)).toBe('store_newer_shape')
    expect(codeOf(await store.read((db) => db.selectFrom('meta').selectAll().execute()))).toBe('ok')
  })

  it('tells a folder that is shut from a store that is not there, and one without room for the log from an open store', async () => {
    await chmod(folder, 0o000)
    await asNobody(async () => expect(codeOf(await openStore(path))).toBe('folder_unreadable'))
    await chmod(folder, 0o555)
    await chmod(path, 0o444)
    await asNobody(async () => expect(codeOf(await openStore(path))).toBe('folder_unwritable'))
    await chmod(folder, 0o777)
    await chmod(path, 0o000)
    await asNobody(async () => expect(codeOf(await openStore(path))).toBe('store_unreadable'))
  })

  it('opens a write-protected file for reading only, and reads it', async () => {
    const written = await open()
    expect(codeOf(await meta(written, 'town', 'Borgo'))).toBe('ok')
    await written.close()
    await chmod(path, 0o444)
    await chmod(folder, 0o777)
    await asNobody(async () => {
      const store = await open()
      expect(store.facts.readOnly).toBe('store_read_only')
      const read = await store.read((db) => db.selectFrom('meta').selectAll().where('key', '=', 'town').execute())
      expect(read).toMatchObject({ ok: true, value: [{ value: 'Borgo' }] })
      expect(codeOf(await meta(store, 'x', '1'))).toBe('store_read_only')
      await store.close()
    })
  })
})
