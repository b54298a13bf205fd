import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { AppError } from '@shared/kernel/app-error'
import { isVague, storeError } from './errors'

/** As much as SQLite needs at once to begin: the index of a log. */
const TRIED_BYTES = 64 * 1024

/**
 * What a failed write is called: where SQLite says only that it could not, the disk is asked by writing a small file
 * beside the store. A full disk fails in many ways (no room for a name, a journal, a log's index), and a person can
 * help it only when it is called by its name. Null for what is a bug of ours.
 */
export const writeError = (error: unknown, path: string): AppError | null =>
  isVague(error) ? (storeError(tryDisk(path)) ?? storeError(error)) : storeError(error)

/** What keeps a small file beside that one from being written now; null where nothing does. */
export const tryDisk = (path: string): unknown => {
  const file = join(dirname(path), `.prova-${randomUUID()}`)
  try {
    const descriptor = openSync(file, 'wx')
    try {
      writeSync(descriptor, Buffer.alloc(TRIED_BYTES))
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
      rmSync(file, { force: true })
    }
    return null
  } catch (error) {
    return error
  }
}
