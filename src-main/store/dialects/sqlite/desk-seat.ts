import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { isBusy } from '../../errors'

const SEATS = 8

/** Which of the processes that share a user's folder this is. */
export interface DeskSeat {
  /** 1 for the first, 2 for another host beside it; null when the folder takes no lock. */
  readonly number: number | null
  readonly release: () => void
}

/**
 * A desk is a running process, not a folder: the desktop and the browser host of one user may both be open, and each
 * must hold leases and a row of its own. The seat is a file lock, which the system gives back when a process dies:
 * an engine that was killed sits down in its old seat and goes on with its own leases at once.
 */
export const takeDeskSeat = (folder: string): DeskSeat => {
  try {
    mkdirSync(folder, { recursive: true })
    for (let number = 1; number <= SEATS; number += 1) {
      const release = lock(join(folder, `posto-${number}.lock`))
      if (release !== null) return { number, release }
    }
  } catch {
    // A folder that cannot be written, or a file system without locks.
  }
  return { number: null, release: () => undefined }
}

/** Null when another process holds it. An empty database: only its lock is used, nothing is ever written. */
const lock = (file: string): (() => void) | null => {
  const database = new Database(file, { timeout: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
    return () => database.close()
  } catch (error) {
    database.close()
    if (isBusy(error)) return null
    throw error
  }
}
