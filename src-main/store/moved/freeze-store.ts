import Database from 'better-sqlite3'

/** What a frozen store answers to every write; `storeError` knows it. */
const FROZEN = 'store_moved'

/** Every table with rows of its own; what lies behind a virtual one ("shadow") takes no trigger. */
const tablesOf = (database: Database.Database): readonly string[] =>
  (
    database
      .prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'`)
      .pluck()
      .all() as string[]
  ).filter((name) => name !== 'meta' && !name.startsWith('sqlite_'))

/**
 * From this commit on no desk writes any more, also one that has had the store open for hours: every table refuses.
 * What was acknowledged before is in the file, and a copy made now loses nothing. It goes past `store.write`, whose own
 * last word, the line in the audit, would be refused too. Throws what SQLite throws.
 */
export const freezeFile = (path: string): void => {
  const database = new Database(path, { timeout: 15_000, fileMustExist: true })
  try {
    database
      .transaction(() => {
        for (const table of tablesOf(database))
          for (const change of ['INSERT', 'UPDATE', 'DELETE'])
            database.exec(
              `CREATE TRIGGER IF NOT EXISTS "moved_${table}_${change}" BEFORE ${change} ON "${table}"
               BEGIN SELECT RAISE(ABORT, '${FROZEN}'); END`,
            )
      })
      .immediate()
  } finally {
    database.close()
  }
}

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
