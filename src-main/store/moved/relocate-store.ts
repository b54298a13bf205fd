import { existsSync } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import { AttachmentFiles, attachmentFolder } from '../attachment-files'
import type { StoreMode } from '../choose-mode'
import { copyAttachments } from '../copies/copy-attachments'
import { blobsOf, countRows, isSound, vacuumInto } from '../copies/database-copy'
import { sha256Of } from '../copies/file-digest'
import { storeError } from '../errors'
import { flushFile, flushFolder } from '../flush'
import { rememberMode } from '../open-steps'
import { thawFile } from './freeze-store'

export interface Relocation {
  /** A frozen store, or one that nobody may write. */
  readonly from: string
  /** Where nothing lies yet. */
  readonly to: string
  readonly mode: StoreMode
}

export interface Relocated {
  readonly bytes: number
  /** SHA-256 of the new file. */
  readonly sha256: string
  readonly tickets: number
  readonly attachments: number
  /** Attachments that the store names and that were not to be had in the old place either. */
  readonly missing: number
}

/** Who had the old file open, and who looked after what: nothing of it is true of the new one. */
const OF_THE_PLACE = ['desks', 'leases'] as const

/** The whole store in a new place: it gets its name when every row is there, it is sound, and on the disk. */
export const relocateStore = async ({ from, to, mode }: Relocation): Promise<Result<Relocated>> => {
  const part = `${to}.part`
  try {
    if (existsSync(to)) return err(appError('store_exists'))
    try {
      await mkdir(dirname(to), { recursive: true })
      await rm(part, { force: true })
    } catch {
      return err(appError('folder_unwritable'))
    }
    vacuumInto(from, part)
    thawFile(part)
    const rows = countRows(from)
    const copied = countRows(part)
    // `meta` alone takes notes about the file itself, frozen or not.
    const isWhole = Object.keys(rows).every((table) => table === 'meta' || rows[table] === copied[table])
    settle(part, mode)
    if (!isWhole || !isSound(part)) return err(appError('store_corrupt'))
    await flushFile(part)
    const named = blobsOf(part)
    const files = (path: string): AttachmentFiles => new AttachmentFiles(attachmentFolder(path))
    const missing = await copyAttachments(files(from), files(to), named)
    const bytes = (await stat(part)).size
    const sha256 = await sha256Of(part)
    await rename(part, to)
    await flushFolder(dirname(to))
    return ok({ bytes, sha256, tickets: copied['tickets'] ?? 0, attachments: named.length - missing, missing })
  } catch (error) {
    const known = storeError(error)
    if (known === null) throw error
    return err(known)
  } finally {
    await rm(part, { force: true }).catch(() => undefined)
  }
}

const settle = (path: string, mode: StoreMode): void => {
  const database = new Database(path, { timeout: 0 })
  try {
    database.pragma('journal_mode = DELETE')
    for (const table of OF_THE_PLACE) database.exec(`DELETE FROM ${table}`)
    rememberMode(database, mode)
  } finally {
    database.close()
  }
}
