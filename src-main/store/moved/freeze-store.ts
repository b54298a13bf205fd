import Database from 'better-sqlite3'
import type { Result } from '@shared/kernel/result'
import type { Store } from '../store'

/** What a frozen store answers to every write; `storeError` knows it. */
export const FROZEN = 'store_moved'

const tablesOf = (database: Database.Database): readonly string[] =>
  (
    database
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'`)
      .pluck()
      .all() as string[]
  ).filter((name) => name !== 'meta' && !name.startsWith('sqlite_') && !/^ticket_(fts|points)_/.test(name))

/**
 * From this commit on no desk writes any more, also one that has had the store open for hours: every table refuses.
 * What was acknowledged before is in the file, and a copy made now loses nothing.
 */
export const freezeStore = (store: Store): Promise<Result<void>> =>
  store.write(() => {
    const { writer } = store.connections
    for (const table of tablesOf(writer))
      for (const change of ['INSERT', 'UPDATE', 'DELETE'])
        writer.exec(
          `CREATE TRIGGER IF NOT EXISTS "moved_${table}_${change}" BEFORE ${change} ON "${table}"
           BEGIN SELECT RAISE(ABORT, '${FROZEN}'); END`,
        )
    return Promise.resolve()
  })

/** Lets a file be written again: the copy that takes the store's place, or the store that was not moved after all. */
export const thawFile = (path: string): void => {
  const database = new Database(path, { timeout: 5000, fileMustExist: true })
  try {
    const triggers = database
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'moved\\_%' ESCAPE '\\'`)
      .pluck()
      .all() as string[]
    database.transaction(() => {
      for (const name of triggers) database.exec(`DROP TRIGGER "${name}"`)
    })()
  } finally {
    database.close()
  }
}
