import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import { AttachmentFiles, attachmentFolder } from '../attachment-files'
import { writeError } from '../ask-disk'
import { storeError } from '../errors'
import { flushFile, flushFolder } from '../flush'
import { copyAttachments } from './copy-attachments'
import { isFolderReachable } from './copy-folder'
import { copyName } from './copy-name'
import {
  auditHeads,
  blobsOf,
  countRows,
  isSound,
  lostRows,
  schemaVersionOf,
  storeIdOf,
  vacuumInto,
} from './database-copy'
import { sha256Of } from './file-digest'
import { writeManifest } from './manifest'

export interface CopyMade {
  readonly file: string
  readonly bytes: number
  /** SHA-256 of the copied database file. */
  readonly sha256: string
  readonly attachments: number
  /** Attachments that the store names and that were not there. */
  readonly missing: number
}

export interface CopyReport {
  readonly stage: 'database' | 'check' | 'attachments' | 'second'
  readonly done: number
  readonly total: number
}

export interface CopyJob {
  readonly path: string
  readonly folder: string
  /** Milliseconds since 1970: the copy's name and its place in the rotation. */
  readonly now: number
  /** Only the folder beside the store is made when it is missing. */
  readonly mayMakeFolder: boolean
}

/**
 * An online copy while people work. It gets its name only when it is whole: integrity, at least the rows that stood
 * there before, and every attachment that it names. Its paper with checksum and counts comes last, so a copy with a
 * paper was finished.
 */
export const makeCopy = async (
  { path, folder, now, mayMakeFolder }: CopyJob,
  report: (report: CopyReport) => void = () => undefined,
): Promise<Result<CopyMade>> => {
  const file = join(folder, copyName(path, new Date(now)))
  const part = `${file}.part`
  // A folder that somebody chose and that is not there is a disk that is not mounted: making it would fill this one.
  if (mayMakeFolder) {
    const refused = await mkdir(folder, { recursive: true }).then(() => null, storeError)
    if (refused?.code === 'disk_full') return err(refused)
    await flushFolder(dirname(folder))
  }
  if (!(await isFolderReachable(folder))) return err(appError('copy_folder_missing', { details: { folder } }))
  try {
    await rm(part, { force: true })
    report({ stage: 'database', done: 0, total: 1 })
    const before = countRows(path)
    vacuumInto(path, part)
    report({ stage: 'check', done: 0, total: 1 })
    const rows = countRows(part)
    if (!isSound(part) || lostRows(before, rows) > 0) return err(appError('store_corrupt'))
    await flushFile(part)
    const named = blobsOf(part)
    const missing = await copyAttachments(
      new AttachmentFiles(attachmentFolder(path)),
      new AttachmentFiles(join(folder, basename(attachmentFolder(path)))),
      named,
      (done, total) => report({ stage: 'attachments', done, total }),
    )
    const bytes = (await stat(part)).size
    const sha256 = await sha256Of(part)
    const attachments = named.length - missing
    await rename(part, file)
    await writeManifest(file, {
      format: 1,
      store: basename(path),
      storeId: storeIdOf(file),
      madeAt: now,
      schemaVersion: schemaVersionOf(file),
      bytes,
      sha256,
      rows,
      attachments,
      auditHeads: auditHeads(file),
      missing,
    })
    await flushFolder(folder)
    return ok({ file, bytes, sha256, attachments, missing })
  } catch (error) {
    const known = writeError(error, file)
    if (known === null) throw error
    return err(known)
  } finally {
    await rm(part, { force: true }).catch(() => undefined)
  }
}
