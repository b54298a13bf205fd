import { rename, rm, stat } from 'node:fs/promises'
import { DAY_MS } from '@shared/kernel/instant'
import type { AttachmentFiles } from './attachment-files'
import { namedBeside } from './kept-beside'
import type { Store } from './store'

/** A file that no row names is left alone for so long: its row may be on its way, from any desk. */
const GRACE_MS = 7 * DAY_MS
const BATCH = 500

export interface Swept {
  /** Files that no row names, and that no desk has touched for a week. */
  readonly orphans: number
  /** What uploads and mails left behind that never came to their end. */
  readonly parts: number
}

/**
 * Removes what crashes left in the folder of attachments. It can never take a file whose row is being written: a file
 * is put into the folder (or made young again, when it lies there already) before its row; and each is moved aside and
 * looked at once more, so that one which was put there in this very moment goes back to its place. Where the store
 * does not answer nothing is removed.
 */
export const sweepFiles = async (
  store: Store,
  files: AttachmentFiles,
  now: number,
  stopping: () => boolean = () => false,
): Promise<Swept> => {
  const isOld = async (path: string): Promise<boolean> =>
    stat(path).then(
      ({ mtimeMs }) => now - mtimeMs >= GRACE_MS,
      () => false,
    )

  const nobodysOf = async (hashes: readonly string[]): Promise<string[]> => {
    if (hashes.length === 0) return []
    const rows = await store.read((db) =>
      db.selectFrom('blobs').select('sha256').where('sha256', 'in', hashes).execute(),
    )
    if (!rows.ok) return []
    const named = new Set(rows.value.map(({ sha256 }) => sha256))
    const left = hashes.filter((sha256) => !named.has(sha256))
    if (left.length === 0) return []
    const kept = namedBeside(store.facts.path, left)
    return left.filter((sha256) => !kept.has(sha256))
  }

  /** Whether what was moved aside is gone for good now. */
  const decide = async (sha256: string): Promise<boolean> => {
    const aside = files.asideOf(sha256)
    const isNobodys = (await isOld(aside)) && (await nobodysOf([sha256])).length === 1
    if (isNobodys) await rm(aside, { force: true })
    else await rename(aside, files.pathOf(sha256))
    return isNobodys
  }

  let orphans = 0
  let parts = 0
  for await (const part of files.parts()) {
    if (!(await isOld(part))) continue
    await rm(part, { force: true })
    parts += 1
  }
  // Left by a desk that died between moving aside and deciding.
  for await (const sha256 of files.aside()) if (await decide(sha256)) orphans += 1

  const sweep = async (batch: readonly string[]): Promise<void> => {
    for (const sha256 of await nobodysOf(batch)) {
      await rename(files.pathOf(sha256), files.asideOf(sha256))
      if (await decide(sha256)) orphans += 1
    }
  }
  let batch: string[] = []
  for await (const sha256 of files.all()) {
    if (stopping()) return { orphans, parts }
    if (await isOld(files.pathOf(sha256))) batch.push(sha256)
    if (batch.length < BATCH) continue
    await sweep(batch)
    batch = []
  }
  await sweep(batch)
  return { orphans, parts }
}
