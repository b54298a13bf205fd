import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { flushFolderNow } from './flush-folder-now'

/**
 * Puts a small file of this user's (mode 0600) on the disk whole or not at all, also when the power goes; for a host's
 * own moments, where nothing else may happen before it lies there. Throws what the disk says.
 */
export const writeWhole = (path: string, content: string): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  // Two hosts of one user may write the same file.
  const part = `${path}.${process.pid}.part`
  try {
    const descriptor = openSync(part, 'w', 0o600)
    try {
      // Not writeSync, which may write less than it is given where the disk is nearly full.
      writeFileSync(descriptor, content)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(part, path)
    flushFolderNow(dirname(path))
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
}
