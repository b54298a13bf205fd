import type Database from 'better-sqlite3'
import type { Change, Entity } from '@shared/contract/events'

/** Rows of the log that are kept; a desk that slept through more is told that anything may have changed. */
const LOG_KEPT = 100_000
const BATCH = 2000

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
  readonly #database: Database.Database
  readonly #listeners = new Set<(changes: readonly Change[]) => void>()
  readonly #after: Database.Statement
  readonly #last: Database.Statement
  readonly #first: Database.Statement
  #watermark: number
  #dataVersion: number
  #timer: NodeJS.Timeout | null = null

  constructor(database: Database.Database) {
    this.#database = database
    this.#after = database.prepare(
      `SELECT seq, entity, entity_id, op FROM change_log WHERE seq > ? ORDER BY seq LIMIT ${BATCH}`,
    )
    this.#last = database.prepare('SELECT max(seq) FROM change_log').pluck()
    this.#first = database.prepare('SELECT min(seq) FROM change_log').pluck()
    this.#watermark = (this.#last.get() as number | null) ?? 0
    this.#dataVersion = this.#readDataVersion()
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
      const first = (this.#first.get() as number | null) ?? 0
      const missed = first > this.#watermark + 1 && this.#watermark > 0
      const rows = this.#after.all(this.#watermark) as LogRow[]
      const last = rows.at(-1)
      if (!last) return
      this.#watermark = last.seq
      this.#tell(missed ? [...coalesce(rows), ...EVERYTHING] : coalesce(rows))
      if (rows.length < BATCH) return
    }
  }

  /** Forgets old rows; called by a job now and then, inside a write. */
  prune(): void {
    const last = (this.#last.get() as number | null) ?? 0
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
