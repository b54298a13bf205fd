import { closeSync, fsyncSync, openSync } from 'node:fs'

/**
 * Until the disk has the names in a folder: a file's own flush promises its content, not that it is found after a power
 * cut. The store's own (store/flush.ts) waits without holding the thread.
 */
export const flushFolderNow = (folder: string): void => {
  try {
    const descriptor = openSync(folder, 'r')
    try {
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  } catch {
    // Windows cannot open a folder; there the rename itself is enough.
  }
}
