import { AsyncLocalStorage } from 'node:async_hooks'
import type Database from 'better-sqlite3'
import { Kysely } from 'kysely'
import { type AppError, type ErrorCode, Refusal, appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import { type Act, acting, currentAct } from './audit/acting'
import { AuditTrail } from './audit/audit-trail'
import { localSignature } from './audit/local-signature'
import { tryDisk, writeError } from './ask-disk'
import { ChangeFeed } from './change-feed'
import type { StoreMode } from './choose-mode'
import type { Connections } from './connect'
import { sqliteDialect } from './dialects/sqlite/driver'
import { isBusy, isSenseless, storeError } from './errors'
import type { ReadDb, WriteDb } from './handles'
import { LockWaits, backoffDelay } from './lock-waits'
import type { StorePlace } from './place/store-place'
import type { ShareMember } from './share/share-member'
import { StoreWatch } from './store-watch'
import type { Tables } from './tables'

/** How long a write waits for other desks before it says so, in milliseconds. */
const WRITE_PATIENCE_MS = 15_000

/** Refusals after which this desk writes nothing more here. */
const ENDS_WRITING: ReadonlySet<ErrorCode> = new Set(['store_corrupt', 'store_replaced', 'store_moved'])

/** The disk or the share does not do what is asked of it: it may at any moment. */
const AILMENTS: ReadonlySet<ErrorCode> = new Set([
  'store_unreachable',
  'store_read_only',
  'disk_full',
  'folder_unwritable',
  'folder_unreadable',
])

export interface StoreFacts {
  /** Absolute path of the database file. */
  readonly path: string
  /** Why nothing may be written; it comes and goes while the store is open. */
  readonly readOnly: ErrorCode | null
  /** Plain values for that reason's sentence. */
  readonly readOnlyDetails: Readonly<Record<string, string>>
  readonly mode: StoreMode
  readonly place: StorePlace
}

export interface StoreParts extends Connections {
  readonly facts: StoreFacts
  /** The shape that this program writes. */
  readonly schema: number
  /** This desk's part among those of a shared store; null where one machine has it alone. */
  readonly share: ShareMember | null
  /** Called once, when the store was closed. */
  readonly released: () => void
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
  readonly feed: ChangeFeed
  /** Who did and saw what: written inside every write, by itself. */
  readonly trail: AuditTrail
  readonly lockWaits = new LockWaits()
  readonly #parts: StoreParts
  readonly #accessListeners = new Set<() => void>()
  readonly #ailmentListeners = new Set<() => void>()
  #ailment: ErrorCode | null = null
  #facts: StoreFacts
  #connections: Connections
  #readDb: ReadDb
  #writeDb: WriteDb
  #version: Database.Statement
  readonly #watch: StoreWatch
  readonly #inside = new AsyncLocalStorage<'read' | 'write'>()
  #writes: Promise<unknown> = Promise.resolve()
  #reads: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(parts: StoreParts) {
    this.#parts = parts
    this.#facts = parts.facts
    this.#connections = { writer: parts.writer, reader: parts.reader }
    this.#readDb = new Kysely<Tables>({ dialect: sqliteDialect(parts.reader) })
    this.#writeDb = new Kysely<Tables>({ dialect: sqliteDialect(parts.writer) }) as unknown as WriteDb
    this.#version = parts.writer.prepare('PRAGMA user_version').pluck()
    this.feed = new ChangeFeed(parts.writer, parts.facts.mode === 'shared')
    this.trail = new AuditTrail(parts.writer, localSignature('cli'))
    this.#watch = new StoreWatch(parts.facts.path, parts.writer)
    this.feed.onBeat(() => this.#lookAtFile())
  }

  get facts(): StoreFacts {
    return this.#facts
  }

  get share(): ShareMember | null {
    return this.#parts.share
  }

  /** Told when writing stops or becomes possible; `facts` says why. */
  onAccess(listener: () => void): () => void {
    this.#accessListeners.add(listener)
    return () => this.#accessListeners.delete(listener)
  }

  /** Why the last attempt failed at the disk, until one succeeds; nobody is kept from trying. */
  get ailment(): ErrorCode | null {
    return this.#ailment
  }

  /** Told when the disk begins to fail or does its work again. */
  onAilment(listener: () => void): () => void {
    this.#ailmentListeners.add(listener)
    return () => this.#ailmentListeners.delete(listener)
  }

  #ails(ailment: ErrorCode | null): void {
    if (this.#ailment === ailment) return
    this.#ailment = ailment
    for (const listener of this.#ailmentListeners) listener()
  }

  /** From now on nothing is written; what is open stays readable. */
  restrict(readOnly: ErrorCode | null, details: Readonly<Record<string, string>> = {}): void {
    if (this.#facts.readOnly === readOnly) return
    this.#facts = { ...this.#facts, readOnly, readOnlyDetails: details }
    for (const listener of this.#accessListeners) listener()
  }

  /** Takes connections that may write in place of those that only read, between two transactions. */
  async promote(open: () => Connections): Promise<void> {
    const promoted = await this.#queue('writes', () =>
      this.#queue('reads', () => {
        const before = this.#connections
        const next = open()
        this.#connections = next
        this.#readDb = new Kysely<Tables>({ dialect: sqliteDialect(next.reader) })
        this.#writeDb = new Kysely<Tables>({ dialect: sqliteDialect(next.writer) }) as unknown as WriteDb
        this.#version = next.writer.prepare('PRAGMA user_version').pluck()
        this.feed.use(next.writer)
        this.trail.use(next.writer)
        before.reader.close()
        before.writer.close()
        return Promise.resolve(ok(undefined))
      }),
    )
    if (promoted.ok) this.restrict(null)
  }

  /** Runs `body` on one snapshot of the store. */
  async read<T>(body: (db: ReadDb) => Promise<T>): Promise<Result<T>> {
    // Inside a write its own, newer state is what a reader must see.
    if (this.#inside.getStore() !== undefined) throw new Error('store.read inside a transaction: use its handle')
    return this.#queue('reads', async () => {
      const { reader } = this.#connections
      try {
        await this.#patiently(() => beginRead(reader))
        try {
          return ok(await this.#inside.run('read', () => body(this.#readDb)))
        } finally {
          if (reader.inTransaction) reader.exec('COMMIT')
        }
      } catch (error) {
        // Tables that a later program made otherwise: where it asks for them, reading ends too.
        if (this.#facts.readOnly === 'store_newer' && isSenseless(error)) return err(appError('store_newer_shape'))
        return err(this.#failed(error))
      }
    })
  }

  /** Runs `body` in one immediate transaction; commits when it returns, rolls back when it refuses or throws. */
  async write<T>(body: (db: WriteDb) => Promise<T>): Promise<Result<T>> {
    if (this.#inside.getStore() !== undefined) throw new Error('store.write inside a transaction')
    // Asked here, where the caller still is: the queue runs it whenever the write before has ended.
    const act = currentAct()
    return this.#queue('writes', async () => {
      const written = await this.#transact(body, act)
      // The transaction is over: whatever goes wrong in telling of it must not be the answer to whoever wrote.
      if (written.ok) this.feed.announce()
      return written
    })
  }

  async #transact<T>(body: (db: WriteDb) => Promise<T>, act: Act | null): Promise<Result<T>> {
    const { writer } = this.#connections
    try {
      this.#mayWrite()
      this.lockWaits.note(await this.#begin(writer))
      try {
        const mark = this.trail.begin()
        const value = await this.#inside.run('write', () => body(this.#writeDb))
        const sealed = this.trail.seal(mark, act)
        await this.#patiently(() => writer.exec('COMMIT'))
        sealed()
        this.#ails(null)
        return ok(value)
      } finally {
        if (writer.inTransaction) writer.exec('ROLLBACK')
      }
    } catch (error) {
      return err(this.#failed(error, (thrown) => writeError(thrown, this.#facts.path)))
    }
  }

  /** Writes an act down that changes nothing in the store: an export, a store that opens. */
  record(act: Act): Promise<Result<void>> {
    return acting(act, () => this.write(() => Promise.resolve()))
  }

  /** One mail's share of a batch: what it wrote is undone when it throws, the rest of the transaction goes on. */
  async savepoint<T>(_db: WriteDb, body: () => Promise<T>): Promise<T> {
    const { writer } = this.#connections
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
    this.feed.stop()
    await Promise.allSettled([this.#writes, this.#reads])
    await this.#parts.share?.leave()
    this.#connections.reader.close()
    this.#connections.writer.close()
    this.#parts.released()
  }

  /** Bare connections for what only SQLite can do: copies, checks, pragmas. Nothing above store/ touches them. */
  get connections(): Connections {
    return this.#connections
  }

  #mayWrite(): void {
    const { readOnly, readOnlyDetails: details } = this.#facts
    if (readOnly !== null) throw new Refusal(appError(readOnly, { details }))
  }

  /** Has the write lock, on the store that was opened, in this program's shape, as a desk that the others see alive. */
  async #begin(writer: Database.Database): Promise<number> {
    const { share, schema } = this.#parts
    let waited = 0
    for (let looks = 0; ; looks += 1) {
      waited += await this.#patiently(() => writer.exec('BEGIN IMMEDIATE'))
      if (share === null || share.isFresh) break
      writer.exec('ROLLBACK')
      if (looks > 1 || !(await share.refresh())) throw new Refusal(appError('store_busy'))
      this.#mayWrite()
    }
    const wrong = this.#changedUnder(schema)
    if (wrong !== null) {
      writer.exec('ROLLBACK')
      this.restrict(wrong)
      this.#mayWrite()
    }
    return waited
  }

  /** Another program's shape, another mode, another file: whatever made it so, this desk's writes no longer fit. */
  #changedUnder(schema: number): ErrorCode | null {
    const version = this.#version.get() as number
    if (version > schema) return 'store_newer'
    if (version < schema) return 'store_replaced'
    const journal = this.#connections.writer.pragma('journal_mode', { simple: true })
    if (journal !== (this.#facts.mode === 'local' ? 'wal' : 'truncate')) return 'store_mode_local'
    return this.#watch.glance()
  }

  /** What was thrown, as a refusal; where the disk said it and no rule of ours, it is told to everybody. */
  #failed(thrown: unknown, nameOf: (thrown: unknown) => AppError | null = storeError): AppError {
    const error = this.#noticed(refusalOf(thrown, nameOf))
    const isDisks = !(thrown instanceof Refusal) && this.#facts.readOnly === null
    if (isDisks && AILMENTS.has(error.code)) this.#ails(error.code)
    return error
  }

  /** A damaged or moved file is never written again by this desk. */
  #noticed(error: AppError): AppError {
    if (this.#facts.readOnly === null && ENDS_WRITING.has(error.code)) this.restrict(error.code)
    return error
  }

  #lookAtFile(): void {
    const { readOnly } = this.#facts
    if (this.#closed) return
    // Who only reads here has nothing to lose by what the file became, and still hears what the others do.
    if (readOnly !== null && readOnly !== 'store_gone') return this.feed.announce()
    try {
      this.restrict(this.#watch.look(this.#connections.writer, this.feed.watermark))
      // `data_version` should have told of it; nothing proves that a network mount always does.
      if (this.#watch.lastChange > this.feed.watermark) this.feed.announce()
      if (this.#ailment !== null && (readOnly !== null || tryDisk(this.#facts.path) === null)) this.#ails(null)
    } catch (error) {
      if (!isBusy(error)) this.#failed(error)
    }
  }

  #queue<T>(line: 'reads' | 'writes', job: () => Promise<Result<T>>): Promise<Result<T>> {
    if (this.#closed) return Promise.resolve(err(appError('no_store_open')))
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

/** BEGIN alone takes no lock: where readers and writers shut each other out it must be had before the first statement. */
const beginRead = (reader: Database.Database): void => {
  reader.exec('BEGIN')
  try {
    reader.pragma('schema_version')
  } catch (error) {
    reader.exec('ROLLBACK')
    throw error
  }
}

const refusalOf = (error: unknown, nameOf: (error: unknown) => AppError | null = storeError): AppError => {
  if (error instanceof Refusal) return error.error
  const known = nameOf(error)
  if (known === null) throw error
  return known
}
