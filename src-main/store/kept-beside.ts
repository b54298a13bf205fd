import { readdirSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import Database from 'better-sqlite3'

/**
 * Which of these files an older state of the store names: one that a restored copy replaced, or the copy from before
 * an update. They lie beside the store and share its attachments. A file that cannot be asked names them all.
 */
export const namedBeside = (storePath: string, hashes: readonly string[]): ReadonlySet<string> => {
  const named = new Set<string>()
  const ends = new Set(['.db', extname(storePath)])
  for (const name of readdirSync(dirname(storePath)).filter((other) => ends.has(extname(other)))) {
    if (name === basename(storePath)) continue
    try {
      for (const sha256 of ask(join(dirname(storePath), name), hashes)) named.add(sha256)
    } catch (error) {
      if (isNoDatabase(error)) continue
      return new Set(hashes)
    }
  }
  return named
}

const ask = (path: string, hashes: readonly string[]): readonly string[] => {
  const database = new Database(path, { readonly: true, timeout: 0 })
  try {
    const isStore = database.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'blobs'`).get()
    if (isStore === undefined) return []
    return database
      .prepare('SELECT sha256 FROM blobs WHERE sha256 IN (SELECT value FROM json_each(?))')
      .pluck()
      .all(JSON.stringify(hashes)) as string[]
  } finally {
    database.close()
  }
}

const isNoDatabase = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'SQLITE_NOTADB'
