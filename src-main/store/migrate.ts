import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import { copyName } from './copies/copy-name'
import { isSound } from './copies/database-copy'
import type { StoreMode } from './choose-mode'
import { isBusy, storeError } from './errors'
import { MIGRATIONS } from './migrations'
import type { Migration } from './migrations/migration'

/**
 * Takes a store to this program's shape, all steps in one transaction: a failed one leaves the file as it was.
 * Throws what SQLite throws.
 */
export const migrate = (database: Database.Database, migrations: readonly Migration[] = MIGRATIONS): void => {
  database.exec('BEGIN IMMEDIATE')
  try {
    const from = database.pragma('user_version', { simple: true }) as number
    for (const migration of migrations.filter(({ version }) => version > from)) {
      for (const statement of migration.statements.sqlite) database.exec(statement)
    }
    database.pragma(`user_version = ${migrations.length}`)
    database.exec('COMMIT')
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK')
    throw error
  }
}

export interface MigrateOptions {
  readonly mode: StoreMode
  readonly migrations: readonly Migration[]
  readonly now?: Date
}

/**
 * Copies the store beside itself, checks the copy, then migrates, all under one lock that nobody can slip past: while
 * another desk has the store open it answers `store_other_version_in_use` and nothing was touched.
 */
export const migrateAlone = (path: string, { mode, migrations, now = new Date() }: MigrateOptions): Result<void> => {
  const copy = join(dirname(path), copyName(path, now, '-prima'))
  const part = `${copy}.part`
  const database = new Database(path, { timeout: 0, fileMustExist: true })
  try {
    database.pragma('locking_mode = EXCLUSIVE')
    if (mode === 'shared') database.pragma('journal_mode = TRUNCATE')
    database.pragma('synchronous = FULL')
    database.exec('BEGIN EXCLUSIVE')
    // In this locking mode the lock stays after the transaction, until the connection closes.
    database.exec('COMMIT')
    if ((database.pragma('user_version', { simple: true }) as number) >= migrations.length) return ok(undefined)
    rmSync(part, { force: true })
    database.prepare('VACUUM INTO ?').run(part)
    if (!isSound(part)) return err(appError('store_corrupt'))
    syncFile(part)
    renameSync(part, copy)
    migrate(database, migrations)
    return ok(undefined)
  } catch (error) {
    if (isBusy(error)) return err(appError('store_other_version_in_use'))
    const known = storeError(error)
    return err(known !== null && known.code !== 'store_busy' ? known : appError('migration_failed'))
  } finally {
    database.close()
    rmSync(part, { force: true })
  }
}

/** VACUUM INTO leaves the copy to the operating system: it must lie on the disk before the store is changed. */
const syncFile = (path: string): void => {
  const descriptor = openSync(path, 'r+')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
