import type Database from 'better-sqlite3'
import type { Change, Entity } from '@shared/contract/events'
import { isBusy } from './errors'

/** Rows of the log that are kept; a desk that slept through more is told that anything may have changed. */
const LOG_KEPT = 100_000
const BATCH = 2000

interface Statements {
  readonly after: Database.Statement
  readonly last: Database.Statement
  readonly first: Database.Statement
}

const prepare = (database: Database.Database): Statements => ({
  after: database.prepare(
    `SELECT seq, entity, entity_id, op FROM change_log WHERE seq > ? ORDER BY seq LIMIT ${BATCH}`,
  ),
  last: database.prepare('SELECT max(seq) FROM change_log').pluck(),
  first: database.prepare('SELECT min(seq) FROM change_log').pluck(),
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
  #watermark: number
  #dataVersion: number
  #timer: NodeJS.Timeout | null = null

  constructor(database: Database.Database) {
    this.#database = database
    this.#statements = prepare(database)
    this.#watermark = (this.#statements.last.get() as number | null) ?? 0
    this.#dataVersion = this.#readDataVersion()
  }

  /** Goes on with another connection to the same store; the watermark stays. */
  use(database: Database.Database): void {
    this.#database = database
    this.#statements = prepare(database)
    this.#dataVersion = -1
  }

  /** Called every two seconds or so, outside a transaction. */
  onBeat(listener: () => void): void {
    this.#onBeat = listener
  }

  listen(listener: (changes: readonly Change[]) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  start(intervalMs: number): void {
    this.stop()
    let beats = 0
    this.#timer = setInterval(() => {
      if (this.#database.inTransaction) return
      beats += 1
      try {
        const version = this.#readDataVersion()
        const moved = version !== this.#dataVersion
        this.#dataVersion = version
        if (moved || beats % 8 === 0) this.drain()
      } catch {
        // Locked or gone for a moment: the next beat asks again.
      }
      if (beats % 8 === 0) this.#onBeat()
    }, intervalMs)
    this.#timer.unref()
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
  }

  /**
   * Tells the listeners what came since the last time. Only outside a transaction: AUTOINCREMENT gives a rolled-back
   * number out again, so the watermark may move over committed rows only.
   */
  drain(): void {
    if (this.#database.inTransaction) return
    for (;;) {
      const first = (this.#statements.first.get() as number | null) ?? 0
      const missed = first > this.#watermark + 1 && this.#watermark > 0
      const rows = this.#statements.after.all(this.#watermark) as LogRow[]
      const last = rows.at(-1)
      if (!last) return
      this.#watermark = last.seq
      this.#tell(missed ? [...coalesce(rows), ...EVERYTHING] : coalesce(rows))
      if (rows.length < BATCH) return
    }
  }

  /** After a commit: it stands, whatever comes of telling it. A store that is locked just now is told of at the next beat. */
  drainIfFree(): void {
    try {
      this.drain()
    } catch (error) {
      if (!isBusy(error)) throw error
    }
  }

  /** Forgets old rows; called by a job now and then, inside a write. */
  prune(): void {
    const last = (this.#statements.last.get() as number | null) ?? 0
    this.#database.prepare('DELETE FROM change_log WHERE seq <= ?').run(last - LOG_KEPT)
  }

  #tell(changes: readonly Change[]): void {
    for (const listener of this.#listeners) listener(changes)
  }

  #readDataVersion(): number {
    return this.#database.pragma('data_version', { simple: true }) as number
  }
}

const EVERYTHING: readonly Change[] = (['tickets', 'timeline', 'contacts', 'visits', 'settings'] as const).map(
  (entity) => ({ entity, id: 0, op: 'update' }),
)

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
