import { readdir, rm } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { AttachmentFiles, attachmentFolder } from '../attachment-files'
import { storeError } from '../errors'
import { blobsOf } from './database-copy'

/**
 * Removes from a folder of copies the attachments that no copy there names any more, once rotation has taken away those
 * that did. What the living store names is left alone too: a copy that is being made may count on it. A copy that
 * cannot be read may name anything, and one that is under way has no name yet: while there is either, nothing is
 * removed. Resolves with how many were.
 */
export const sweepCopyFiles = async ({ path, folder }: SweepCopyFiles): Promise<number> => {
  const stem = `${basename(path, extname(path))}-`
  const names = await readdir(folder).catch(() => [])
  if (names.some((name) => name.startsWith(stem) && name.endsWith('.part'))) return 0
  const named = new Set<string>()
  for (const file of [path, ...names.filter((name) => name.endsWith('.db')).map((name) => join(folder, name))]) {
    const blobs = blobsIn(file)
    // Somebody else's database beside the copies names nothing of ours.
    if (blobs === null && (file === path || basename(file).startsWith(stem))) return 0
    for (const sha256 of blobs ?? []) named.add(sha256)
  }
  const files = new AttachmentFiles(join(folder, basename(attachmentFolder(path))))
  let swept = 0
  for await (const sha256 of files.all()) {
    if (named.has(sha256)) continue
    await rm(files.pathOf(sha256), { force: true })
    swept += 1
  }
  return swept
}

export interface SweepCopyFiles {
  /** The store's own file. */
  readonly path: string
  readonly folder: string
}

const blobsIn = (file: string): readonly string[] | null => {
  try {
    return blobsOf(file).map(({ sha256 }) => sha256)
  } catch (error) {
    const known = storeError(error)
    if (known === null && !isForeign(error)) throw error
    return null
  }
}

/** A database without our tables. */
const isForeign = (error: unknown): boolean => error instanceof Error && /no such table/.test(error.message)
