import type Database from 'better-sqlite3'
import { type Change, ENTITIES, type Entity } from '@shared/contract/events'
import type { WriteDb } from './handles'

/** Rows of the log that are kept; a desk that slept through more is told that anything may have changed. */
const LOG_KEPT = 100_000
/** Rows that one prune forgets at most: a log that nobody pruned for a year must not keep every desk waiting. */
const FORGOTTEN_AT_ONCE = 20_000
const BATCH = 2000
/** After so long without a change nobody is waiting for the next one by the second. */
const CALM_AFTER_MS = 60_000
/** In a calm, only every so many looks are taken: each is a handful of questions to a file server. */
const CALM_FACTOR = 4
/** A beat comes at every so many looks. */
const LOOKS_A_BEAT = 8

interface Statements {
  readonly after: Database.Statement
  readonly last: Database.Statement
}

const prepare = (database: Database.Database): Statements => ({
  after: database.prepare(
    `SELECT seq, entity, entity_id, op FROM change_log WHERE seq > ? ORDER BY seq LIMIT ${BATCH}`,
  ),
  last: database.prepare('SELECT max(seq) FROM change_log').pluck(),
})

interface LogRow {
  seq: number
  entity: Entity
  entity_id: number
  op: Change['op']
}

/**
 * One way for every desk to learn of every change: triggers wrote it in the transaction that made it; `drain` runs
 * after our own commit and whenever `PRAGMA data_version` moved. That pragma is asked on the writing connection (a
 * second connection of ours would see our own commits as foreign) and the log's own counter backs it, since nothing
 * proves that a network mount shows other machines' commits to it.
 */
export class ChangeFeed {
  #database: Database.Database
  readonly #listeners = new Set<(changes: readonly Change[]) => void>()
  #statements: Statements
  #onBeat: () => void = () => undefined
  #onFault: (error: unknown) => void = () => undefined
  #watermark: number
  #dataVersion: number
  #timer: NodeJS.Timeout | null = null
  /** Something of ours was committed and could not be told yet: the next beat tries again. */
  #owed = false
  #toldAt = performance.now()

  /** @param isFar the file lies on a share, where a look is a journey: seldom while nothing happens */
  constructor(
    database: Database.Database,
    private readonly isFar = false,
  ) {
    this.#database = database
    this.#statements = prepare(database)
    this.#watermark = (this.#statements.last.get() as number | null) ?? 0
    this.#dataVersion = this.#readDataVersion()
  }

  /** The last change that was told; never above what is committed. */
  get watermark(): number {
    return this.#watermark
  }

  /** Goes on with another connection to the same store; the watermark stays. */
  use(database: Database.Database): void {
    this.#database = database
    this.#statements = prepare(database)
    this.#dataVersion = -1
  }

  /** Called every two seconds or so, outside a transaction; it also asks the log whether `announce` is wanted. */
  onBeat(listener: () => void): void {
    this.#onBeat = listener
  }

  listen(listener: (changes: readonly Change[]) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** @param onFault hears what a listener throws: a bug of its own, which keeps nobody else from hearing the news */
  start(intervalMs: number, onFault: (error: unknown) => void = () => undefined): void {
    this.stop()
    this.#onFault = onFault
    let looks = 0
    this.#toldAt = performance.now()
    this.#timer = setInterval(() => {
      if (this.#database.inTransaction) return
      looks += 1
      const isSkipped = this.isFar && looks % CALM_FACTOR !== 0 && performance.now() - this.#toldAt > CALM_AFTER_MS
      if (this.#owed || (!isSkipped && this.#moved())) this.announce()
      if (looks % LOOKS_A_BEAT === 0) this.#beat()
    }, intervalMs)
    this.#timer.unref()
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
  }

  /** `drain`, for whoever has nothing to do with its failing: a locked or absent log is read at the next beat. */
  announce(): void {
    try {
      this.drain()
      this.#owed = false
    } catch {
      this.#owed = true
    }
  }

  /**
   * Tells the listeners what came since the last time. Only outside a transaction: AUTOINCREMENT gives a rolled-back
   * number out again, so the watermark may move over committed rows only. The numbers have no gaps: one that is
   * missing was pruned before this desk saw it, and then anything may have changed.
   */
  drain(): void {
    if (this.#database.inTransaction) return
    for (;;) {
      const rows = this.#statements.after.all(this.#watermark) as LogRow[]
      const [first] = rows
      const last = rows.at(-1)
      if (!first || !last) return
      const missed = first.seq > this.#watermark + 1
      this.#watermark = last.seq
      this.#toldAt = performance.now()
      this.#tell(missed ? [...coalesce(rows), ...EVERYTHING] : coalesce(rows))
      if (rows.length < BATCH) return
    }
  }

  #tell(changes: readonly Change[]): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(changes)
      } catch (error) {
        this.#onFault(error)
      }
    }
  }

  #beat(): void {
    try {
      this.#onBeat()
    } catch (error) {
      this.#onFault(error)
    }
  }

  /** Whether another connection committed; a database that is locked or gone for a moment did not say so. */
  #moved(): boolean {
    try {
      const version = this.#readDataVersion()
      const moved = version !== this.#dataVersion
      this.#dataVersion = version
      return moved
    } catch {
      return false
    }
  }

  #readDataVersion(): number {
    return this.#database.pragma('data_version', { simple: true }) as number
  }
}

const EVERYTHING: readonly Change[] = ENTITIES.map((entity) => ({ entity, id: 0, op: 'update' }))

/** Forgets old rows of the log, inside a write; answers how many. The numbers go on: AUTOINCREMENT remembers its last. */
export const pruneChangeLog = async (db: WriteDb, kept = LOG_KEPT, atOnce = FORGOTTEN_AT_ONCE): Promise<number> => {
  const { first, last } = await db
    .selectFrom('change_log')
    .select((eb) => [eb.fn.min('seq').as('first'), eb.fn.max('seq').as('last')])
    .executeTakeFirstOrThrow()
  if (first === null || last === null || last - first < kept) return 0
  const { numDeletedRows } = await db
    .deleteFrom('change_log')
    .where('seq', '<=', Math.min(last - kept, first + atOnce - 1))
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** One entry an aggregate: a page asks again once, however many rows moved. */
const coalesce = (rows: readonly LogRow[]): Change[] => {
  const byKey = new Map<string, Change>()
  for (const row of rows) {
    const key = `${row.entity}:${row.entity_id}`
    const known = byKey.get(key)
    const op = known?.op === 'insert' && row.op === 'update' ? 'insert' : row.op
    byKey.set(key, { entity: row.entity, id: row.entity_id, op })
  }
  return [...byKey.values()]
}
