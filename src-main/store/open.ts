import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { type AppError, type ErrorCode, appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import { copyBeforeMigration } from './backup'
import { storeError } from './errors'
import { migrate } from './migrate'
import { SCHEMA_VERSION } from './migrations'
import { type StorePlace, detectPlace } from './place'
import { Store } from './store'

/** "CANT" in the header's application_id field: how the desk knows its own files. */
export const APPLICATION_ID = 0x43414e54

export interface OpenOptions {
  /** Tests say where a file lies; otherwise the filesystem is asked. */
  readonly detect?: (path: string) => StorePlace
  readonly wait?: (milliseconds: number) => Promise<void>
}

const SQLITE_MAGIC = 'SQLite format 3\0'

/** Opens an existing store: checked first, migrated when it is older (after a copy), never replaced, never created. */
export const openStore = async (file: string, options: OpenOptions = {}): Promise<Result<Store>> => {
  const path = resolve(file)
  const looked = lookAt(path)
  if (looked !== null) return err(looked)
  try {
    const place = (options.detect ?? detectPlace)(path)
    const version = storeVersion(path)
    if (!version.ok) return version
    let readOnly: ErrorCode | null = null
    if (place.network) readOnly = 'store_on_network'
    else if (version.value > SCHEMA_VERSION) readOnly = 'store_newer'
    else if (!isWritable(path)) readOnly = 'store_read_only'
    if (readOnly === null && version.value < SCHEMA_VERSION) {
      const migrated = await migrateWithCopy(path)
      if (!migrated.ok) return migrated
    }
    return ok(connect(path, readOnly, options))
  } catch (error) {
    const known = storeError(error)
    if (known === null) throw error
    return err(known)
  }
}

/** Makes a new, empty store; refuses to touch a file that is there. */
export const createStore = async (file: string, options: OpenOptions = {}): Promise<Result<Store>> => {
  const path = resolve(file)
  if (existsSync(path)) return err(appError('store_exists'))
  try {
    if (!existsSync(dirname(path))) return err(appError('folder_unreadable'))
    if ((options.detect ?? detectPlace)(path).network) return err(appError('store_on_network'))
    const database = new Database(path, { timeout: 0 })
    try {
      database.pragma('journal_mode = WAL')
      database.pragma(`application_id = ${APPLICATION_ID}`)
      migrate(database)
    } finally {
      database.close()
    }
    return ok(connect(path, null, options))
  } catch (error) {
    const known = storeError(error)
    if (known === null) throw error
    return err(known)
  }
}

const lookAt = (path: string): AppError | null => {
  if (!existsSync(path)) return appError('store_not_found')
  try {
    if (!statSync(path).isFile()) return appError('not_a_store')
    const descriptor = openSync(path, 'r')
    try {
      const head = Buffer.alloc(16)
      const read = readSync(descriptor, head, 0, 16, 0)
      return read === 16 && head.toString('latin1') === SQLITE_MAGIC ? null : appError('not_a_store')
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return appError('folder_unreadable')
  }
}

const storeVersion = (path: string): Result<number> => {
  const database = new Database(path, { readonly: true, timeout: 0 })
  try {
    if (database.pragma('application_id', { simple: true }) !== APPLICATION_ID) return err(appError('not_a_store'))
    // A few pages are read on purpose: a truncated file must be noticed before anything trusts it.
    database.prepare('SELECT count(*) FROM sqlite_schema').get()
    database.prepare('SELECT value FROM meta LIMIT 1').get()
    return ok(database.pragma('user_version', { simple: true }) as number)
  } finally {
    database.close()
  }
}

const isWritable = (path: string): boolean => {
  try {
    closeSync(openSync(path, 'r+'))
    return true
  } catch {
    return false
  }
}

const migrateWithCopy = async (path: string): Promise<Result<void>> => {
  await copyBeforeMigration(path)
  const database = new Database(path, { timeout: 0 })
  try {
    migrate(database)
    return ok(undefined)
  } catch (error) {
    return err(storeError(error) ?? appError('migration_failed'))
  } finally {
    database.close()
  }
}

const connect = (path: string, readOnly: ErrorCode | null, options: OpenOptions): Store => {
  const writer = new Database(path, { timeout: 0, readonly: readOnly !== null })
  if (readOnly === null) {
    // A local disk: one writer and many readers at once.
    writer.pragma('journal_mode = WAL')
    writer.pragma('synchronous = FULL')
  }
  writer.pragma('foreign_keys = ON')
  const reader = new Database(path, { timeout: 0, readonly: true })
  for (const database of [writer, reader]) {
    database.pragma('cache_size = -65536')
    database.pragma('mmap_size = 268435456')
    database.pragma('temp_store = MEMORY')
  }
  return new Store({
    facts: { path, readOnly, journal: 'wal' },
    writer,
    reader,
    wait: options.wait ?? ((milliseconds) => sleep(milliseconds)),
    random: Math.random,
    monotonic: () => performance.now(),
  })
}
