import { dirname, join } from 'node:path'
import { AttachmentFiles } from '../attachment-files'
import { storeError } from '../errors'
import { attachmentFolderOfCopy } from './copy-folder'
import { blobsOf, countRows, isSound } from './database-copy'
import { sha256Of } from './file-digest'
import { type Manifest, readManifest } from './manifest'

export interface CopyChecked {
  readonly state: 'sound' | 'changed' | 'damaged' | 'rows_missing' | 'attachments_missing'
  /** How many rows or attachments are missing. */
  readonly found: number
}

/** Reads a whole copy again: its checksum, its integrity, its rows, each attachment by its hash. */
export const checkCopy = async (file: string): Promise<CopyChecked> => {
  const manifest = await readManifest(file)
  try {
    if (!isSound(file)) return { state: 'damaged', found: 1 }
    if (manifest !== null && (await sha256Of(file)) !== manifest.sha256) return { state: 'changed', found: 1 }
    const missing = manifest === null ? 0 : missingRows(manifest, countRows(file))
    if (missing > 0) return { state: 'rows_missing', found: missing }
    const wrong = await wrongAttachments(file)
    return wrong > 0 ? { state: 'attachments_missing', found: wrong } : { state: 'sound', found: 0 }
  } catch (error) {
    const known = storeError(error)
    if (known === null || (known.code !== 'store_corrupt' && known.code !== 'not_a_store')) throw error
    return { state: 'damaged', found: 1 }
  }
}

const missingRows = (manifest: Manifest, rows: Readonly<Record<string, number>>): number =>
  Object.entries(manifest.rows).reduce((sum, [table, count]) => sum + Math.abs(count - (rows[table] ?? 0)), 0)

const wrongAttachments = async (file: string): Promise<number> => {
  const files = new AttachmentFiles(join(dirname(file), await attachmentFolderOfCopy(file)))
  let wrong = 0
  for (const { sha256, size } of blobsOf(file)) {
    if ((await files.size(sha256)) !== size || (await sha256Of(files.pathOf(sha256))) !== sha256) wrong += 1
  }
  return wrong
}
