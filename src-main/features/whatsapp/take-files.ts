import { fileTypeFromBuffer } from 'file-type'
import { type Result, err, ok } from '@shared/kernel/result'
import type { ZipEntry } from '@main/platform/zip-entries'
import type { AttachmentFiles, StoredFile } from '@main/store/attachment-files'

/** What one message may attach. */
const LARGEST_FILE = 50 * 1024 * 1024
/** As much of a file as its type can be told from. */
const HEAD_BYTES = 4100

export interface TakenFile extends StoredFile {
  readonly name: string
  readonly type: string
}

/** Puts files of the archive into the store's folder, never inside a write; too large ones stay in the chat. */
export const takeFiles = async (
  files: AttachmentFiles,
  names: Iterable<string>,
  entries: ReadonlyMap<string, ZipEntry>,
): Promise<Result<ReadonlyMap<string, TakenFile>>> => {
  const taken = new Map<string, TakenFile>()
  for (const name of names) {
    const entry = entries.get(name)
    if (entry === undefined || entry.size > LARGEST_FILE || taken.has(name)) continue
    const stored = await files.putStream(await entry.open(), LARGEST_FILE)
    if (!stored.ok) return err(stored.error)
    const head = await files.head(stored.value.sha256, HEAD_BYTES)
    const type = (await fileTypeFromBuffer(head))?.mime ?? 'application/octet-stream'
    taken.set(name, { ...stored.value, name: name.slice(-200), type })
  }
  return ok(taken)
}
