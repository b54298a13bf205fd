import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '@main/store/open'
import type { Store } from '@main/store/store'
import { codeOf, makeOfficeStore, valueOf } from '../../support/engine'
import { eventually } from '../../support/eventually'
import { isFullDose, seedOf, seeded } from '../../support/seeded'

const FLIPS = isFullDose ? 2000 : 40

let folder: string
let path: string
const opened: Store[] = []

const open = async (): Promise<Store> => {
  const store = valueOf(await openStore(path))
  opened.push(store)
  return store
}
const put = (store: Store, key: string): ReturnType<Store['write']> =>
  store.write(async (db) => void (await db.insertInto('meta').values({ key, value: '' }).execute()))

/** Into the file itself, so that no log mends what a test breaks. */
const fold = (): void => {
  const database = new Database(path)
  database.pragma('journal_mode = DELETE')
  database.close()
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'damage-'))
  path = join(folder, 'archivio.db')
  await makeOfficeStore(path)
})
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a damaged store', () => {
  it('that was cut off anywhere is refused by name and left as it is', async () => {
    fold()
    const whole = await readFile(path)
    for (const share of [0.9, 0.5, 0.1]) {
      await writeFile(path, whole.subarray(0, Math.floor((whole.length * share) / 4096) * 4096))
      const before = await readFile(path)
      expect(codeOf(await openStore(path))).toBe('store_corrupt')
      expect((await readFile(path)).equals(before)).toBe(true)
    }
    await truncate(path, 50)
    expect(codeOf(await openStore(path))).toBe('not_a_store')
  })

  it('with flipped bits in a page’s head is refused by name, wherever the page lies', async () => {
    fold()
    const whole = await readFile(path)
    const pages = Math.floor(whole.length / 4096)
    let refused = 0
    for (let page = 1; page < pages; page += Math.max(1, Math.floor(pages / 12))) {
      const broken = Buffer.from(whole)
      // The kind of the page and its number of cells: what a search through the tree steps on.
      for (let byte = 0; byte < 5; byte += 1) broken[page * 4096 + byte] = (broken[page * 4096 + byte] ?? 0) ^ 0xff
      await writeFile(path, broken)
      const result = await openStore(path)
      if (result.ok) await result.value.close()
      else {
        expect(result.error.code).toBe('store_corrupt')
        refused += 1
        expect((await readFile(path)).equals(broken)).toBe(true)
      }
    }
    // Pages of the text index are data to SQLite; every other one is looked at.
    expect(refused).toBeGreaterThan(6)
  })

  it('whose description of its own tables is damaged is refused by name', async () => {
    fold()
    const whole = await readFile(path)
    const at = whole.indexOf("content_rowid='ticket_id'")
    expect(at).toBeGreaterThan(0)
    const broken = Buffer.from(whole)
    broken[at] = '#'.charCodeAt(0)
    await writeFile(path, broken)
    expect(codeOf(await openStore(path))).toBe('store_corrupt')
    expect((await readFile(path)).equals(broken)).toBe(true)
  })

  it(`with a flipped bit anywhere is refused by name or read, and never written over (${FLIPS} bits)`, async () => {
    fold()
    const whole = await readFile(path)
    const seed = seedOf(41)
    const random = seeded(seed)
    const named = new Set(['ok', 'store_corrupt', 'not_a_store', 'store_newer', 'store_mode_local'])
    const tables = ['tickets', 'users', 'settings', 'categories', 'meta', 'audit', 'leases'] as const
    let noticed = 0
    for (let flip = 0; flip < FLIPS; flip += 1) {
      const broken = Buffer.from(whole)
      const byte = Math.floor(random() * whole.length)
      broken[byte] = (broken[byte] ?? 0) ^ (1 << Math.floor(random() * 8))
      await writeFile(path, broken)
      const at = `seed ${seed}, byte ${byte}`
      const result = await openStore(path)
      expect(named, at).toContain(codeOf(result))
      if (!result.ok) {
        noticed += 1
        expect((await readFile(path)).equals(broken), at).toBe(true)
        continue
      }
      for (const table of tables) {
        const read = await result.value.read((db) => db.selectFrom(table).selectAll().execute())
        expect(named, `${at}, ${table}`).toContain(codeOf(read))
      }
      await result.value.close()
      for (const end of ['-wal', '-shm']) await rm(`${path}${end}`, { force: true })
    }
    // SQLite keeps no sums of what people wrote: a letter that became another is a letter.
    expect(noticed).toBeGreaterThan(0)
  })

  it('that shows its damage while people work is only read from then on', async () => {
    const store = await open()
    valueOf(await put(store, 'prima'))
    store.connections.writer.pragma('wal_checkpoint(TRUNCATE)')
    const root = store.connections.reader
      .prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'categories'`)
      .pluck()
      .get() as number
    // By another process: one that opens the file here would take this process's locks away.
    execFileSync('dd', ['if=/dev/zero', `of=${path}`, 'bs=4096', `seek=${root - 1}`, 'count=1', 'conv=notrunc'], {
      stdio: 'ignore',
    })
    expect(codeOf(await store.read((db) => db.selectFrom('categories').selectAll().execute()))).toBe('store_corrupt')
    expect(store.facts.readOnly).toBe('store_corrupt')
    expect(codeOf(await put(store, 'dopo'))).toBe('store_corrupt')
  })
})

describe('a file that is changed under a running desk', () => {
  const noticed = async (store: Store, code: string): Promise<void> => {
    store.feed.start(20)
    await eventually(`${code} is noticed`, () => store.facts.readOnly === code)
    expect(codeOf(await put(store, 'dopo'))).toBe(code)
  }

  it('by another file of the same name: nothing more is written, into neither', async () => {
    const copy = join(folder, 'copia.db')
    const store = await open()
    new Database(path, { readonly: true }).prepare('VACUUM INTO ?').run(copy)
    await rename(copy, path)
    expect(codeOf(await put(store, 'subito'))).toBe('store_replaced')
    await noticed(store, 'store_replaced')
  })

  it('by an older copy that is written over it, as programs that restore do', async () => {
    const database = new Database(path)
    database.pragma('journal_mode = TRUNCATE')
    database.exec(`INSERT OR REPLACE INTO meta VALUES ('mode', 'shared')`)
    database.close()
    const old = await readFile(path)
    await writeFile(join(folder, 'vecchio.db'), old)
    const store = await open()
    valueOf(
      await store.write(
        async (db) => void (await db.insertInto('districts').values({ name: 'Nuova', lat: null, lon: null }).execute()),
      ),
    )
    execFileSync('dd', [`if=${join(folder, 'vecchio.db')}`, `of=${path}`, 'bs=4096', 'conv=notrunc'], {
      stdio: 'ignore',
    })
    await noticed(store, 'store_replaced')
    expect(store.facts.mode).toBe('shared')
  })

  it('by being taken away: what is there can be read, and writing comes back with the file', async () => {
    const store = await open()
    const aside = join(folder, 'altrove.db')
    await rename(path, aside)
    await noticed(store, 'store_gone')
    expect(codeOf(await store.read((db) => db.selectFrom('meta').selectAll().execute()))).toBe('ok')
    await rename(aside, path)
    await eventually('the file is back', () => store.facts.readOnly === null)
    expect(codeOf(await put(store, 'di nuovo'))).toBe('ok')
  })

  it('by being cut short', async () => {
    const store = await open()
    store.connections.writer.pragma('wal_checkpoint(TRUNCATE)')
    execFileSync('dd', ['if=/dev/null', `of=${path}`, 'bs=4096', 'seek=2'], { stdio: 'ignore' })
    store.feed.start(20)
    await eventually('it is noticed', () => store.facts.readOnly !== null)
    expect(['store_replaced', 'store_corrupt']).toContain(store.facts.readOnly)
  })
})
