import { existsSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import { type StoreMode, isStoreMode } from './choose-mode'
import { isBusy, isSenseless, isUnfinished } from './errors'
import { APPLICATION_ID } from './store-head'

export interface Inspected {
  readonly version: number
  /** The mode that the store carries; null in one that knew of none. */
  readonly mode: StoreMode | null
  /** Who says that it is in, for people: `PC-URP (anna)`. */
  readonly desks: readonly string[]
}

/** A store up to this size is checked whole at opening (some 50 ms); a larger one by the first page of every table. */
const CHECKED_WHOLE_BYTES = 16 * 1024 * 1024

/** Looks into a store without writing. Throws what SQLite throws when its pages are damaged or it is locked. */
export const inspect = (path: string): Result<Inspected> => {
  const database = new Database(path, { readonly: true, timeout: 0, fileMustExist: true })
  try {
    // One lock for all the questions: where others write without a pause each further one could come at a bad moment.
    database.exec('BEGIN')
    if (database.pragma('application_id', { simple: true }) !== APPLICATION_ID) return err(appError('not_a_store'))
    const isSound = statSync(path).size <= CHECKED_WHOLE_BYTES ? checkWhole(database) : checkRoots(database)
    if (!isSound) return err(appError('store_corrupt'))
    const mode = database.prepare(`SELECT value FROM meta WHERE key = 'mode'`).pluck().get() as string | undefined
    const desks = database.prepare('SELECT host, os_user FROM desks').all() as { host: string; os_user: string }[]
    return ok({
      version: database.pragma('user_version', { simple: true }) as number,
      mode: isStoreMode(mode) ? mode : null,
      desks: [...new Set(desks.map(({ host, os_user }) => (os_user === '' ? host : `${host} (${os_user})`)))],
    })
  } catch (error) {
    // These statements fit every store of ours: where one makes no sense the words that describe the tables are damaged.
    if (isSenseless(error)) return err(appError('store_corrupt'))
    throw error
  } finally {
    database.close()
  }
}

/** Whether a desk died in the middle of a commit, in a store with a rollback journal: nobody can look into it as it is. */
export const isLeftUnfinished = (path: string): boolean => {
  const database = new Database(path, { readonly: true, timeout: 0, fileMustExist: true })
  try {
    database.pragma('application_id')
    return false
  } catch (error) {
    return isUnfinished(error)
  } finally {
    database.close()
  }
}

/** Takes back what a dead desk had begun. It writes into the file: only where the locks are trusted. */
export const takeBackUnfinished = (path: string): void => {
  const database = new Database(path, { timeout: 0, fileMustExist: true })
  try {
    database.pragma('synchronous = FULL')
    // The first look of a connection that may write does it.
    database.pragma('schema_version')
  } finally {
    database.close()
  }
}

const checkWhole = (database: Database.Database): boolean =>
  database.pragma('quick_check(1)', { simple: true }) === 'ok'

const checkRoots = (database: Database.Database): boolean => {
  const tables = database
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0`)
    .pluck()
    .all() as string[]
  for (const table of tables) database.prepare(`SELECT 1 FROM "${table.replaceAll('"', '""')}" LIMIT 1`).get()
  return true
}

/** Whether a desk has a local store open, or was killed in it: its log lies beside it until the last one leaves. */
export const desksIn = (path: string): boolean => ['-wal', '-shm'].some((end) => existsSync(`${path}${end}`))

/** The store carries its mode, so that every desk that comes later keeps it. */
export const rememberMode = (database: Database.Database, mode: StoreMode): void => {
  const said = database.prepare(`SELECT value FROM meta WHERE key = 'mode'`).pluck().get()
  if (said !== mode) database.prepare(`INSERT OR REPLACE INTO meta (key, value) VALUES ('mode', ?)`).run(mode)
}

/** Turns a store that was kept on one disk into one for a share; only alone, by the exclusive lock. */
export const convertToShared = (path: string): Result<void> => {
  const database = new Database(path, { timeout: 0, fileMustExist: true })
  try {
    // Set first, it keeps the log's index out of shared memory, which a share does not have.
    database.pragma('locking_mode = EXCLUSIVE')
    if (database.pragma('application_id', { simple: true }) !== APPLICATION_ID) return err(appError('not_a_store'))
    if (database.pragma('journal_mode = TRUNCATE', { simple: true }) !== 'truncate')
      return err(appError('store_mode_local'))
    rememberMode(database, 'shared')
    return ok(undefined)
  } catch (error) {
    if (isBusy(error)) return err(appError('store_mode_local'))
    throw error
  } finally {
    database.close()
  }
}
