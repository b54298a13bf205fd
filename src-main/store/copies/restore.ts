import { existsSync, statSync } from 'node:fs'
import { copyFile, link, rename, rm } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import Database from 'better-sqlite3'
import { appError } from '@shared/kernel/app-error'
import { asInstant } from '@shared/kernel/instant'
import { type Result, err, ok } from '@shared/kernel/result'
import { AttachmentFiles, attachmentFolder } from '../attachment-files'
import { storeError } from '../errors'
import { flushFile, flushFolder } from '../flush'
import { migrate } from '../migrate'
import { SCHEMA_VERSION } from '../migrations'
import { copyAttachments } from './copy-attachments'
import { attachmentFolderOfCopy } from './copy-folder'
import { copyName } from './copy-name'
import { holdWhatMayHaveLeft } from './hold-restored'
import { blobsOf, schemaVersionOf } from './database-copy'

const COMPANIONS = ['-wal', '-shm', '-journal'] as const

interface YearNumber {
  readonly year: number
  readonly last: number
}

/** The last number given in each year; null when the file cannot be read. */
export const lastNumbers = (path: string): readonly YearNumber[] | null => {
  try {
    const database = new Database(path, { readonly: true, timeout: 2000 })
    try {
      return database.prepare('SELECT year, last FROM ticket_numbers').all() as YearNumber[]
    } finally {
      database.close()
    }
  } catch {
    return null
  }
}

/**
 * Puts a copy where the store is, which nobody may have open here. The old file is kept beside it under a name with the
 * date; it leaves its place only when the new one is ready, so a kill in between leaves the one or the other.
 * Resolves with where the old file lies now, or null when there was none.
 */
export const restoreCopy = async (file: string, target: string, now: number): Promise<Result<string | null>> => {
  const part = `${target}.ripristino`
  try {
    // A damaged store has a file in its place, or none: a folder of that name is somebody's.
    if (existsSync(target) && !statSync(target).isFile()) return err(appError('not_a_store'))
    if (!existsSync(dirname(target))) return err(appError('folder_unreadable'))
    if (schemaVersionOf(file) > SCHEMA_VERSION) return err(appError('store_newer'))
    // First what a dead desk left: a journal that waits keeps the last numbers from being read.
    if (existsSync(target)) foldJournal(target)
    const given = existsSync(target) ? lastNumbers(target) : null
    const refused = await copyFile(file, part).then(
      () => null,
      // The copy was read through a moment ago: what cannot be had is the place for it.
      (error: unknown) => storeError(error) ?? appError('folder_unwritable'),
    )
    if (refused !== null) return err(refused)
    prepare(part, given ?? [], now)
    await flushFile(part)
    await copyAttachments(
      new AttachmentFiles(join(dirname(file), await attachmentFolderOfCopy(file))),
      new AttachmentFiles(attachmentFolder(target)),
      blobsOf(part),
    )
    const kept = existsSync(target) ? await stepAside(target, now) : null
    await rename(part, target)
    await flushFolder(dirname(target))
    return ok(kept)
  } catch (error) {
    const known = storeError(error)
    if (known === null) throw error
    return err(known)
  } finally {
    for (const left of [part, ...COMPANIONS.map((end) => `${part}${end}`)]) await rm(left, { force: true })
  }
}

/** What must not be believed of a copy: who was in, who held which job, and that waiting mail was not sent since. */
const prepare = (path: string, given: readonly YearNumber[], now: number): void => {
  const database = new Database(path)
  try {
    database.pragma('journal_mode = DELETE')
    migrate(database)
    database.exec('BEGIN IMMEDIATE')
    database.exec('DELETE FROM desks; DELETE FROM leases')
    // The copy cannot know what left the office after it was made: a person looks, nothing goes out twice in silence.
    holdWhatMayHaveLeft(database, asInstant(now))
    for (const { year, last } of given) skipNumbers(database, year, last, now)
    database.exec('COMMIT')
  } finally {
    database.close()
  }
}

/** Numbers given since the copy are in citizens' hands: they are left out, and written down as left out. */
const skipNumbers = (database: Database.Database, year: number, last: number, now: number): void => {
  const known = (database.prepare('SELECT last FROM ticket_numbers WHERE year = ?').pluck().get(year) ?? 0) as number
  if (known >= last) return
  database
    .prepare(
      'INSERT INTO ticket_numbers (year, last) VALUES (?, ?) ON CONFLICT (year) DO UPDATE SET last = excluded.last',
    )
    .run(year, last)
  database
    .prepare('INSERT INTO number_gaps (year, first_seq, last_seq, at) VALUES (?, ?, ?, ?)')
    .run(year, known + 1, last, now)
}

const stepAside = async (target: string, now: number): Promise<string> => {
  const kept = join(
    dirname(target),
    copyName(target, new Date(now), '-sostituito').replace(/\.db$/, extname(target) || '.db'),
  )
  for (const end of COMPANIONS) if (existsSync(`${target}${end}`)) await rename(`${target}${end}`, `${kept}${end}`)
  // A second name first, so that there is always a file in the store's place; where links cannot be had, a rename.
  await link(target, kept).catch(() => rename(target, kept))
  return kept
}

/** Brings what the journal holds into the file, where that can still be done. */
const foldJournal = (path: string): void => {
  try {
    const database = new Database(path, { timeout: 2000 })
    try {
      database.pragma('schema_version')
      database.pragma('wal_checkpoint(TRUNCATE)')
    } finally {
      database.close()
    }
  } catch {
    // Damaged: it is kept as it is, journal and all.
  }
}
