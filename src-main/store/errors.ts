import { constants } from 'node:os'
import { type AppError, appError } from '@shared/kernel/app-error'

const sqliteCode = (error: unknown): string | null => {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  return error.code.startsWith('SQLITE_') ? error.code : null
}

/** Somebody died in the middle of a commit: who may write takes it back, who may only read must wait for that. */
export const isUnfinished = (error: unknown): boolean => sqliteCode(error) === 'SQLITE_READONLY_ROLLBACK'

/** Another connection holds the lock, or has to clear up first: worth waiting for. */
export const isBusy = (error: unknown): boolean => {
  const code = sqliteCode(error)
  if (code === null) return false
  return code.startsWith('SQLITE_BUSY') || code === 'SQLITE_LOCKED' || code === 'SQLITE_PROTOCOL' || isUnfinished(error)
}

/** A statement that does not fit the tables that it finds. */
export const isSenseless = (error: unknown): boolean => sqliteCode(error) === 'SQLITE_ERROR'

/** SQLite could not, and does not say why. */
export const isVague = (error: unknown): boolean => {
  const code = sqliteCode(error)
  return code !== null && (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CANTOPEN'))
}

/** As much as a person may have on a file server; Node has no name for it, only the number. */
const isOverQuota = (error: unknown): boolean =>
  error instanceof Error && 'errno' in error && error.errno === -constants.errno.EDQUOT

/** What the database library throws, as a refusal; null for what is a bug of ours. */
export const storeError = (error: unknown): AppError | null => {
  const code = sqliteCode(error)
  if (code === null) {
    const system = error instanceof Error && 'code' in error ? error.code : null
    if (system === 'ENOSPC' || isOverQuota(error)) return appError('disk_full')
    if (system === 'EACCES' || system === 'EPERM' || system === 'EROFS') return appError('folder_unwritable')
    return null
  }
  if (code === 'SQLITE_CONSTRAINT_TRIGGER' && error instanceof Error && error.message === 'store_moved')
    return appError('store_moved')
  if (isBusy(error)) return appError('store_busy')
  if (code.startsWith('SQLITE_CORRUPT')) return appError('store_corrupt')
  if (code === 'SQLITE_NOTADB') return appError('not_a_store')
  if (code === 'SQLITE_FULL') return appError('disk_full')
  if (code === 'SQLITE_READONLY_DBMOVED') return appError('store_replaced')
  if (code.startsWith('SQLITE_READONLY')) return appError('store_read_only')
  // A journal that cannot be made: the folder took away the right to write.
  if (code === 'SQLITE_CANTOPEN_FULLPATH' || code === 'SQLITE_PERM') return appError('folder_unwritable')
  if (code.startsWith('SQLITE_CANTOPEN')) return appError('folder_unreadable')
  if (code.startsWith('SQLITE_IOERR')) return appError('store_unreachable', { details: { code } })
  return null
}
