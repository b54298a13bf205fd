import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lastNumbers, restoreCopy } from '@main/store/copies/restore'
import { vacuumInto } from '@main/store/copies/database-copy'
import { openStore } from '@main/store/open'
import type { Store } from '@main/store/store'
import { asNobody } from '../../../support/as-nobody'
import { codeOf, valueOf } from '../../../support/engine'
import { makeStoreIn } from '../../../support/writing-desks'

/** Writes pages of a commit that is never finished, and is killed there. */
const DYING = `const db = new (require('better-sqlite3'))(process.argv[1])
  db.pragma('journal_mode = TRUNCATE'); db.pragma('cache_size = 1'); db.pragma('cache_spill = 1')
  db.exec('BEGIN IMMEDIATE; UPDATE ticket_numbers SET last = 9')
  for (let n = 0; n < 2000; n += 1) db.prepare('INSERT INTO meta VALUES (?, ?)').run('k' + n, 'x'.repeat(500))
  process.kill(process.pid, 'SIGKILL')`

const dieInside = (path: string): void => {
  spawnSync(process.execPath, ['-e', DYING, path])
  expect(statSync(`${path}-journal`).size).toBeGreaterThan(0)
}

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
const keys = async (store: Store): Promise<string[]> =>
  valueOf(await store.read((db) => db.selectFrom('meta').select('key').where('key', 'like', 'k%').execute())).map(
    ({ key }) => key,
  )

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unfinished-'))
  path = join(folder, 'archivio.db')
  await makeStoreIn('shared', path)
})
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a shared store whose last desk died in the middle of a commit', () => {
  it('opens for whoever comes next, without what was never confirmed', async () => {
    dieInside(path)
    const store = await open()
    expect(store.facts.readOnly).toBe(null)
    expect(await keys(store)).toEqual([])
    expect(codeOf(await put(store, 'dopo'))).toBe('ok')
  })

  it('is refused as write-protected where nobody may clear up, and left as it is', async () => {
    dieInside(path)
    const before = statSync(path)
    await asNobody(async () => expect(codeOf(await openStore(path))).toMatch(/folder_unwritable|folder_unreadable/))
    expect(statSync(path).mtimeMs).toBe(before.mtimeMs)
  })

  it('is read by a desk that is in, as soon as one that may write has cleared up', async () => {
    const store = await open()
    dieInside(path)
    store.feed.start(20)
    expect(await keys(store)).toEqual([])
  })

  it('keeps its last numbers when a copy takes its place', async () => {
    const store = await open()
    await store.write(
      async (db) => void (await db.insertInto('ticket_numbers').values({ year: 2026, last: 3 }).execute()),
    )
    await store.close()
    const copy = join(folder, 'copia.db')
    vacuumInto(path, copy)
    const later = await open()
    await later.write(async (db) => void (await db.updateTable('ticket_numbers').set({ last: 5 }).execute()))
    await later.close()
    dieInside(path)
    valueOf(await restoreCopy(copy, path, Date.UTC(2026, 10, 23)))
    expect(lastNumbers(path)).toEqual([{ year: 2026, last: 5 }])
  })
})
