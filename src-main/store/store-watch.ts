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
    this.#storeId = storeIdOf(database)
    this.#lastChange = lastChangeOf(database)
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
    if (storeIdOf(database) !== this.#storeId) return 'store_replaced'
    const last = lastChangeOf(database)
    if (last < Math.max(this.#lastChange, told)) return 'store_replaced'
    this.#lastChange = last
    return null
  }
}

const storeIdOf = (database: Database.Database): string =>
  String(database.prepare(`SELECT value FROM meta WHERE key = 'store_id'`).pluck().get() ?? '')

/** AUTOINCREMENT's own counter: it never goes back over commits, whatever is pruned. */
const lastChangeOf = (database: Database.Database): number =>
  Number(database.prepare(`SELECT seq FROM sqlite_sequence WHERE name = 'change_log'`).pluck().get() ?? 0)
