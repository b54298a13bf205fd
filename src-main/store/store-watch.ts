import { statSync } from 'node:fs'
import type Database from 'better-sqlite3'
import type { ErrorCode } from '@shared/kernel/app-error'

/** Looks whether the file under an open store is still the file that was opened. */
export class StoreWatch {
  readonly #path: string
  readonly #file: string
  readonly #storeId: string
  #size: bigint
  #lastChange: number

  constructor(path: string, database: Database.Database) {
    this.#path = path
    const { dev, ino, size } = statSync(path, { bigint: true })
    this.#file = `${dev}:${ino}`
    this.#size = size
    const { storeId, lastChange } = writtenIn(database)
    this.#storeId = storeId
    this.#lastChange = lastChange
  }

  /** The newest change that a look has found in the log, told or not. */
  get lastChange(): number {
    return this.#lastChange
  }

  /** By the folder's entry alone, which costs microseconds: null when all is well. */
  glance(): ErrorCode | null {
    try {
      const { dev, ino, size } = statSync(this.#path, { bigint: true })
      // No desk makes a store smaller; who does is not a desk.
      if (`${dev}:${ino}` !== this.#file || size < this.#size) return 'store_replaced'
      this.#size = size
      return null
    } catch {
      return 'store_gone'
    }
  }

  /**
   * Also by what is written in it; `told` is the last change that this desk has seen. Throws what SQLite throws when
   * it finds the file damaged.
   */
  look(database: Database.Database, told: number): ErrorCode | null {
    const glanced = this.glance()
    if (glanced !== null) return glanced
    const { storeId, lastChange } = writtenIn(database)
    if (storeId !== this.#storeId || lastChange < Math.max(this.#lastChange, told)) return 'store_replaced'
    this.#lastChange = lastChange
    return null
  }
}

/**
 * The store's own name and the log's own counter, which never goes back over commits, whatever is pruned. One statement:
 * each takes and gives back a lock, and a lock on a share is a journey.
 */
const writtenIn = (database: Database.Database): { readonly storeId: string; readonly lastChange: number } => {
  const row = database
    .prepare(
      `SELECT (SELECT value FROM meta WHERE key = 'store_id') AS store_id,
         (SELECT seq FROM sqlite_sequence WHERE name = 'change_log') AS last_change`,
    )
    .get() as { store_id: string | null; last_change: number | null }
  return { storeId: row.store_id ?? '', lastChange: row.last_change ?? 0 }
}
