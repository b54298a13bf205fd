import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { type AppError, appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'

/** "CANT" in the header's application_id field: how the desk knows its own files. */
export const APPLICATION_ID = 0x43414e54

const MAGIC = 'SQLite format 3\0'
const HEADER_BYTES = 100

/** What the first hundred bytes of a store say, without SQLite. */
export interface StoreHead {
  readonly version: number
  /** Its header asks for a write-ahead log. */
  readonly isWal: boolean
}

/** Files that this process has open, by device and inode. */
const openHere = new Map<string, number>()

const keyOf = (path: string): string => {
  const { dev, ino } = statSync(path, { bigint: true })
  return `${dev}:${ino}`
}

/**
 * Notes that this process has the file open. Closing *any* handle of a file drops all POSIX locks that the process
 * holds on it, so a file that is open here is never opened once more behind SQLite's back. Answers how to let go.
 */
export const holdOpen = (path: string): (() => void) => {
  const key = keyOf(path)
  openHere.set(key, (openHere.get(key) ?? 0) + 1)
  let held = true
  return () => {
    if (!held) return
    held = false
    const left = (openHere.get(key) ?? 1) - 1
    if (left > 0) openHere.set(key, left)
    else openHere.delete(key)
  }
}

/** Null when this process has the store open already: then SQLite must be asked. */
export const readHead = (path: string): Result<StoreHead | null> => {
  const refused = refusalOf(path)
  if (refused !== null) return err(refused)
  if (openHere.has(keyOf(path))) return ok(null)
  const head = Buffer.alloc(HEADER_BYTES)
  try {
    const descriptor = openSync(path, 'r')
    try {
      const read = readSync(descriptor, head, 0, HEADER_BYTES, 0)
      if (read < HEADER_BYTES || head.toString('latin1', 0, 16) !== MAGIC) return err(appError('not_a_store'))
    } finally {
      closeSync(descriptor)
    }
  } catch {
    // Its folder was looked into a moment ago: it is the file that does not let itself be read.
    return err(appError('store_unreadable'))
  }
  const isWal = head[18] === 2 || head[19] === 2
  // In a store that is written ahead the header may be older than the truth: only its kind can be told from it.
  if (!isWal && head.readUInt32BE(68) !== APPLICATION_ID) return err(appError('not_a_store'))
  return ok({ isWal, version: head.readUInt32BE(60) })
}

const refusalOf = (path: string): AppError | null => {
  try {
    return statSync(path).isFile() ? null : appError('not_a_store')
  } catch (error) {
    // Behind a folder that is shut to us the store may well be there.
    const isShut = error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM')
    return appError(isShut ? 'folder_unreadable' : 'store_not_found')
  }
}

/** A journal is made beside the file, so its folder must be writable too. */
export const isWritable = (path: string): boolean => {
  try {
    // Opening is the only question that every file system answers truly (rights of the user that we act as, access
    // lists, read-only mounts); a file that is open here already must not be opened once more.
    if (openHere.has(keyOf(path))) accessSync(path, constants.W_OK)
    else closeSync(openSync(path, 'r+'))
    accessSync(dirname(path), constants.W_OK)
    return true
  } catch {
    return false
  }
}
