import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { listQuarantine } from '@main/features/mail/quarantine-queries'
import { MIGRATIONS } from '@main/store/migrations'
import type { Migration } from '@main/store/migrations/migration'
import { createStore, openStore } from '@main/store/open'
import type { Store } from '@main/store/store'
import { codeOf, makeOfficeStore, valueOf } from '../../support/engine'
import { layTickets } from '../../support/town-store'
import { endShareDesks, startShareDesk } from '../../support/share-desks'

// Many processes start here, on machines that may be busy.
vi.setConfig({ testTimeout: 180_000 })

let folder: string
let path: string
const opened: Store[] = []

/** The store as the first program made it: only the frozen first migration. */
const makeOldStore = async (): Promise<void> => {
  const store = valueOf(await createStore(path, { migrations: MIGRATIONS.slice(0, 1) }))
  valueOf(
    await store.write(async (db) => {
      await db.insertInto('meta').values({ key: 'ricordo', value: 'vecchio' }).execute()
    }),
  )
  await store.close()
}

const open = async (options: Parameters<typeof openStore>[1] = {}): Promise<Store> => {
  const store = valueOf(await openStore(path, options))
  opened.push(store)
  return store
}

/** Everything that a store holds, whatever its pages look like. */
const contentOf = (file: string): string => {
  const database = new Database(file, { readonly: true })
  try {
    const tables = database
      .prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name`)
      .all() as { name: string; sql: string }[]
    const rows = tables.map(({ name, sql }) => [name, sql, database.prepare(`SELECT * FROM "${name}"`).all()])
    const version = database.pragma('user_version', { simple: true })
    return createHash('sha256')
      .update(JSON.stringify([version, rows]))
      .digest('hex')
  } finally {
    database.close()
  }
}

const copies = (): string[] => readdirSync(folder).filter((name) => name.endsWith('-prima.db'))

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'migrate-'))
  path = join(folder, 'archivio.db')
})
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
  await endShareDesks()
  await rm(folder, { recursive: true, force: true })
})

describe('an older store', () => {
  it('is copied, then brought to this program’s shape, with everything in it', async () => {
    await makeOldStore()
    const before = contentOf(path)
    const store = await open()
    const [copy = ''] = copies()
    expect(contentOf(join(folder, copy))).toBe(before)
    expect(
      valueOf(await store.read((db) => db.selectFrom('meta').select('value').where('key', '=', 'ricordo').execute())),
    ).toEqual([{ value: 'vecchio' }])
    expect(codeOf(await store.write(async (db) => void (await db.selectFrom('desks').selectAll().execute())))).toBe(
      'ok',
    )
  })

  it('lists the receipts and absence notices that it held before they had a list', async () => {
    const store = valueOf(await createStore(path, { migrations: MIGRATIONS.slice(0, 3) }))
    await layTickets(store, [{ seq: 1 }], 0)
    valueOf(
      await store.write(async (db) => {
        const message = { ticket_id: 1, via: 'email', purpose: 'message', created_at: 5 } as const
        for (const sha256 of ['ricevuta', 'ferie'])
          await db.insertInto('blobs').values({ sha256, size: 9, type: 'message/rfc822', created_at: 5 }).execute()
        const sent = { ...message, direction: 'out', state: 'sent', subject: 'Buca' }
        const absent = { ...message, direction: 'in', state: 'received', from_address: 'a.rossi@c.example' }
        await db.insertInto('messages').values(sent).execute()
        await db
          .insertInto('messages')
          .values({ ...absent, automatic: 1, raw_sha256: 'ferie' })
          .execute()
        const receipt = { message_id: 1, kind: 'avvenuta-consegna', certified: 1, raw_sha256: 'ricevuta', at: 7 }
        await db
          .insertInto('receipts')
          .values([
            { ...receipt, address: 'a@c.example' },
            { ...receipt, address: 'b@c.example' },
          ])
          .execute()
      }),
    )
    await store.close()
    const now = await open()
    const find = async (text: string) =>
      valueOf(await now.read((db) => listQuarantine(db, { view: 'automatic', text, offset: 0, limit: 9 })))
    const found = await find('')
    expect(found.rows).toMatchObject([
      { reason: 'automatic', state: 'matched', from: 'a.rossi@c.example', ticket: { id: 1 } },
      { reason: 'receipt', state: 'matched', word: 'avvenuta-consegna', subject: 'Buca', ticket: { id: 1 } },
    ])
    expect((await find('rossi')).total).toBe(1)
  })

  const statements = MIGRATIONS.slice(1).flatMap(({ statements: { sqlite } }) => sqlite)

  it(`is left as it was whichever of the ${statements.length} steps fails`, async () => {
    await makeOldStore()
    const before = contentOf(path)
    for (let step = 0; step <= statements.length; step += 1) {
      const broken: Migration = {
        version: 2,
        name: 'broken',
        statements: { sqlite: [...statements.slice(0, step), 'INSERT INTO nowhere VALUES (1)'] },
      }
      expect(codeOf(await openStore(path, { migrations: [...MIGRATIONS.slice(0, 1), broken] }))).toBe(
        'migration_failed',
      )
      expect(contentOf(path)).toBe(before)
    }
    expect(
      codeOf(await openStore(path).then(async (result) => (result.ok && (await result.value.close()), result))),
    ).toBe('ok')
  })

  it('is left as it was when the disk is full for the copy or for the steps', async () => {
    await makeOldStore()
    const before = contentOf(path)
    const greedy: Migration = {
      version: 2,
      name: 'greedy',
      statements: {
        sqlite: [
          // As a disk that is full: SQLite says so itself when the file may not grow.
          'PRAGMA max_page_count = 1',
          'CREATE TABLE big AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 2000) SELECT randomblob(4000) AS b FROM n',
        ],
      },
    }
    expect(codeOf(await openStore(path, { migrations: [...MIGRATIONS.slice(0, 1), greedy] }))).toBe('disk_full')
    expect(contentOf(path)).toBe(before)
  })

  it('survives a program that is killed in the middle of the steps', async () => {
    await makeOldStore()
    const before = contentOf(path)
    const child = spawn(
      process.execPath,
      [
        '-e',
        `const db = new (require('better-sqlite3'))(process.argv[1]); db.pragma('cache_size = 10'); db.exec('BEGIN IMMEDIATE');
         db.exec("CREATE TABLE half (b); INSERT INTO half WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 500) SELECT randomblob(4000) FROM n; UPDATE meta SET value = 'rotto'");
         process.stdout.write('middle'); setInterval(() => {}, 1000)`,
        path,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    await middleOf(child)
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    expect(contentOf(path)).toBe(before)
    await open()
    expect(copies()).toHaveLength(1)
  })

  it('says who is in instead of changing it under them, and opens once they left', async () => {
    await makeOldStore()
    const old = new Database(path)
    old
      .prepare(
        `INSERT INTO desks (id, host, kind, os_user, version, schema_version, beat, started_at) VALUES ('x', 'PC-SPORTELLO', 'electron', 'maria', '0.1', 1, 1, 0)`,
      )
      .run()
    const refused = await openStore(path)
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'store_other_version_in_use', details: { who: 'PC-SPORTELLO (maria)' } },
    })
    expect(old.pragma('user_version', { simple: true })).toBe(1)
    expect(copies()).toEqual([])
    old.close()
    await open()
  })
})

const middleOf = async (child: ChildProcess): Promise<void> => {
  if (child.stdout) await once(child.stdout, 'data')
}

describe('two programs of different age on one store', () => {
  it('on a share: the newer waits until the older left', async () => {
    await makeOfficeStore(path)
    const older = startShareDesk(path, 'a')
    expect((await older.ask({ do: 'open' })).facts).toMatchObject({ readOnly: null })
    const newer = startShareDesk(path, 'b', { versions: 1 })
    expect((await newer.ask({ do: 'open' })).refused).toMatchObject({
      code: 'store_other_version_in_use',
      details: { who: 'PC-a (maria)' },
    })
    expect(await older.ask({ do: 'write', key: 'ancora' })).toEqual({ ok: true })
    await older.ask({ do: 'close' })
    expect((await newer.ask({ do: 'open' })).facts).toMatchObject({ readOnly: null })
    expect(copies()).toHaveLength(1)
    const back = startShareDesk(path, 'a')
    expect((await back.ask({ do: 'open' })).facts).toMatchObject({ readOnly: 'store_newer' })
    expect((await back.ask({ do: 'write', key: 'no' })).refused).toMatchObject({ code: 'store_newer' })
    expect(await back.ask({ do: 'read', key: 'ancora' })).toEqual({ value: 'a' })
  })

  it('on one machine: the newer waits, since the older has the file', async () => {
    await makeOfficeStore(path)
    const older = startShareDesk(path, 'a', { place: 'local' })
    await older.ask({ do: 'open' })
    const newer = startShareDesk(path, 'a', { place: 'local', versions: 1 })
    expect((await newer.ask({ do: 'open' })).refused).toMatchObject({ code: 'store_other_version_in_use' })
    await older.kill()
    expect((await newer.ask({ do: 'open' })).facts).toMatchObject({ readOnly: null, mode: 'local' })
  })

  it('a running older program notices a store that was brought on under it, and writes nothing more', async () => {
    await makeOfficeStore(path)
    const store = await open()
    const newer = new Database(path)
    newer.exec(`CREATE TABLE later (x); PRAGMA user_version = ${MIGRATIONS.length + 1}`)
    newer.close()
    const write = (): ReturnType<Store['write']> =>
      store.write(async (db) => void (await db.insertInto('meta').values({ key: 'tardi', value: '' }).execute()))
    expect(codeOf(await write())).toBe('store_newer')
    expect(store.facts.readOnly).toBe('store_newer')
    expect(codeOf(await store.read((db) => db.selectFrom('meta').selectAll().execute()))).toBe('ok')
  })
})
