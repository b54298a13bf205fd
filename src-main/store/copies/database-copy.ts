import Database from 'better-sqlite3'
import type { AuditHead } from '../audit/audit-rows'

/**
 * The whole database into a new file, in one step: in small steps a copy restarts at every commit and never ends under
 * people who work. Throws what SQLite throws.
 */
export const vacuumInto = (path: string, target: string): void => {
  // Read-only: a desk that may not write must not roll a journal back either.
  const database = new Database(path, { timeout: 5000, readonly: true })
  try {
    database.prepare('VACUUM INTO ?').run(target)
  } finally {
    database.close()
  }
}

/** Tables that only ever grow: a copy holds at least what was there before it began. */
const GROWING = ['tickets', 'timeline', 'messages', 'contacts', 'blobs'] as const

export const countRows = (path: string): Readonly<Record<string, number>> => {
  const database = new Database(path, { readonly: true, timeout: 5000 })
  try {
    const tables = database
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name`)
      .pluck()
      .all() as string[]
    return Object.fromEntries(
      tables
        // The full-text index keeps its own tables; `verify` compares it with its rows.
        .filter((name) => !name.startsWith('sqlite_') && !/^ticket_(fts|points)_/.test(name))
        .map((name) => [name, database.prepare(`SELECT count(*) FROM "${name}"`).pluck().get() as number]),
    )
  } finally {
    database.close()
  }
}

/** Whether a copy lost rows that stood in the store when it began. */
export const lostRows = (before: Readonly<Record<string, number>>, copied: Readonly<Record<string, number>>): number =>
  GROWING.reduce((sum, table) => sum + Math.max(0, (before[table] ?? 0) - (copied[table] ?? 0)), 0)

export const schemaVersionOf = (path: string): number => {
  const database = new Database(path, { readonly: true })
  try {
    return database.pragma('user_version', { simple: true }) as number
  } finally {
    database.close()
  }
}

/** Empty in a store of an older program. */
export const storeIdOf = (path: string): string => {
  const database = new Database(path, { readonly: true })
  try {
    const row = database.prepare(`SELECT value FROM meta WHERE key = 'store_id'`).get() as { value: string } | undefined
    return row?.value ?? ''
  } finally {
    database.close()
  }
}

export const isSound = (path: string): boolean => {
  const database = new Database(path, { readonly: true })
  try {
    return database.pragma('integrity_check', { simple: true }) === 'ok'
  } finally {
    database.close()
  }
}

/** Every attachment that a database names, with its size in bytes. */
export const blobsOf = (path: string): readonly { readonly sha256: string; readonly size: number }[] => {
  const database = new Database(path, { readonly: true })
  try {
    return database.prepare('SELECT sha256, size FROM blobs ORDER BY sha256').all() as {
      sha256: string
      size: number
    }[]
  } finally {
    database.close()
  }
}

/**
 * Where each desk's chain of the register ends in a database; none in one from before it. Kept with a copy, they tell
 * later whether what was written until then still stands: whoever can write the store can write its register anew, but
 * not what lies elsewhere.
 */
export const auditHeads = (path: string): readonly AuditHead[] => {
  const database = new Database(path, { readonly: true })
  try {
    if (!database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'audit'`).get()) return []
    return database
      .prepare(
        `SELECT a.chain, a.seq, a.hash, a.at FROM audit a
         JOIN (SELECT chain, max(seq) AS seq FROM audit GROUP BY chain) e ON e.chain = a.chain AND e.seq = a.seq
         ORDER BY a.chain`,
      )
      .all() as AuditHead[]
  } finally {
    database.close()
  }
}
