import Database from 'better-sqlite3'
import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import { isBusy } from './errors'
import { rememberMode } from './open-steps'

/** Turns a shared store that nobody has open into one that one machine keeps for itself. */
export const turnLocal = (path: string): Result<void> => {
  const database = new Database(path, { timeout: 0, fileMustExist: true })
  try {
    database.pragma('locking_mode = EXCLUSIVE')
    database.exec('BEGIN EXCLUSIVE')
    rememberMode(database, 'local')
    database.exec('COMMIT')
    return ok(undefined)
  } catch (error) {
    if (isBusy(error)) return err(appError('store_busy'))
    throw error
  } finally {
    database.close()
  }
}
