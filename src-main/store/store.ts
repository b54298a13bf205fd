import { AsyncLocalStorage } from 'node:async_hooks'
import type Database from 'better-sqlite3'
import { Kysely } from 'kysely'
import { type AppError, Refusal, appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import { ChangeFeed } from './change-feed'
import { sqliteDialect } from './dialects/sqlite/driver'
import { isBusy, storeError } from './errors'
import type { ReadDb, WriteDb } from './handles'
import { LockWaits, backoffDelay } from './lock-waits'
import type { Tables } from './tables'

/** How long a write waits for other desks before it says so, in milliseconds. */
const WRITE_PATIENCE_MS = 15_000

export interface StoreFacts {
  /** Absolute path of the database file. */
  readonly path: string
  readonly readOnly: AppError['code'] | null
  readonly journal: 'wal' | 'truncate'
}

export interface StoreParts {
  readonly facts: StoreFacts
  readonly writer: Database.Database
  readonly reader: Database.Database
  /** Resolves after that many milliseconds; a test may hurry it. */
  readonly wait: (milliseconds: number) => Promise<void>
  readonly random: () => number
  /** Milliseconds of a clock that never goes back. */
  readonly monotonic: () => number
}

/**
 * The only ways to a database. `read` sees one snapshot; `write` begins IMMEDIATE, waits for other desks without
 * blocking the process, and is all or nothing: a `refuse(...)` inside it rolls back and comes out as a value.
 * Inside `write` only database calls may be awaited: everything else keeps every other desk waiting.
 */
export class Store {
  readonly facts: StoreFacts
  readonly feed: ChangeFeed
  readonly lockWaits = new LockWaits()
  readonly #parts: StoreParts
  readonly #readDb: ReadDb
  readonly #writeDb: WriteDb
  readonly #inside = new AsyncLocalStorage<'read' | 'write'>()
  #writes: Promise<unknown> = Promise.resolve()
  #reads: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(parts: StoreParts) {
    this.#parts = parts
    this.facts = parts.facts
    this.#readDb = new Kysely<Tables>({ dialect: sqliteDialect(parts.reader) })
    this.#writeDb = new Kysely<Tables>({ dialect: sqliteDialect(parts.writer) }) as unknown as WriteDb
    this.feed = new ChangeFeed(parts.writer)
  }

  /** Runs `body` on one snapshot of the store. */
  async read<T>(body: (db: ReadDb) => Promise<T>): Promise<Result<T>> {
    // Inside a write its own, newer state is what a reader must see.
    if (this.#inside.getStore() !== undefined) throw new Error('store.read inside a transaction: use its handle')
    return this.#queue('reads', async () => {
      const { reader } = this.#parts
      try {
        await this.#patiently(() => reader.exec('BEGIN'))
        try {
          return ok(await this.#inside.run('read', () => body(this.#readDb)))
        } finally {
          if (reader.inTransaction) reader.exec('COMMIT')
        }
      } catch (error) {
        return err(refusalOf(error))
      }
    })
  }

  /** Runs `body` in one immediate transaction; commits when it returns, rolls back when it refuses or throws. */
  async write<T>(body: (db: WriteDb) => Promise<T>): Promise<Result<T>> {
    if (this.#inside.getStore() !== undefined) throw new Error('store.write inside a transaction')
    const readOnly = this.facts.readOnly
    if (readOnly !== null)
      return err(
        appError(readOnly === 'store_read_only' ? readOnly : 'store_read_only', { details: { reason: readOnly } }),
      )
    return this.#queue('writes', async () => {
      const { writer } = this.#parts
      try {
        const waited = await this.#patiently(() => writer.exec('BEGIN IMMEDIATE'))
        this.lockWaits.note(waited)
        try {
          const value = await this.#inside.run('write', () => body(this.#writeDb))
          await this.#patiently(() => writer.exec('COMMIT'))
          this.feed.drain()
          return ok(value)
        } finally {
          if (writer.inTransaction) writer.exec('ROLLBACK')
        }
      } catch (error) {
        return err(refusalOf(error))
      }
    })
  }

  /** One mail's share of a batch: what it wrote is undone when it throws, the rest of the transaction goes on. */
  async savepoint<T>(_db: WriteDb, body: () => Promise<T>): Promise<T> {
    const { writer } = this.#parts
    writer.exec('SAVEPOINT part')
    try {
      const value = await body()
      writer.exec('RELEASE part')
      return value
    } catch (error) {
      if (writer.inTransaction) writer.exec('ROLLBACK TO part; RELEASE part')
      throw error
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await Promise.allSettled([this.#writes, this.#reads])
    this.feed.stop()
    this.#parts.reader.close()
    this.#parts.writer.close()
  }

  /** Bare connections for what only SQLite can do: copies, checks, pragmas. Nothing above store/ touches them. */
  get connections(): { readonly reader: Database.Database; readonly writer: Database.Database } {
    return this.#parts
  }

  #queue<T>(line: 'reads' | 'writes', job: () => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new Refusal(appError('no_store_open')))
    const before = line === 'reads' ? this.#reads : this.#writes
    const mine = before.then(job, job)
    const settled = mine.catch(() => undefined)
    if (line === 'reads') this.#reads = settled
    else this.#writes = settled
    return mine
  }

  /** Tries until the lock is had; the pauses are random, since an equal rhythm starves somebody (figures: 4.9 s). */
  async #patiently(step: () => void): Promise<number> {
    const { monotonic, random, wait } = this.#parts
    const start = monotonic()
    for (let attempt = 0; ; attempt += 1) {
      try {
        step()
        return monotonic() - start
      } catch (error) {
        if (!isBusy(error) || monotonic() - start > WRITE_PATIENCE_MS) throw error
        await wait(backoffDelay(attempt, random()))
      }
    }
  }
}

const refusalOf = (error: unknown): AppError => {
  if (error instanceof Refusal) return error.error
  const known = storeError(error)
  if (known === null) throw error
  return known
}
