import Database from 'better-sqlite3'
import type { StoreMode } from './choose-mode'

export interface Connections {
  readonly writer: Database.Database
  readonly reader: Database.Database
}

/** Both connections of a desk. A desk that may only read opens the file itself read-only: it cannot roll a journal back. */
export const connect = (path: string, mode: StoreMode, readonly: boolean): Connections => {
  const writer = new Database(path, { timeout: 0, readonly, fileMustExist: true })
  try {
    if (!readonly) {
      writer.pragma(`journal_mode = ${mode === 'local' ? 'WAL' : 'TRUNCATE'}`)
      writer.pragma('synchronous = FULL')
      // Pages that spill in the middle of a transaction need the exclusive lock there; on a share nobody waits for it.
      if (mode === 'shared') writer.pragma('cache_spill = OFF')
    }
    writer.pragma('foreign_keys = ON')
    const reader = new Database(path, { timeout: 0, readonly: true, fileMustExist: true })
    for (const database of [writer, reader]) {
      database.pragma('cache_size = -65536')
      // Memory that maps a file of another machine is not kept true to it.
      database.pragma(`mmap_size = ${mode === 'local' ? 268_435_456 : 0}`)
      database.pragma('temp_store = MEMORY')
    }
    return { writer, reader }
  } catch (error) {
    writer.close()
    throw error
  }
}
