import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import Database from 'better-sqlite3'
import { type Result, err, ok } from '@shared/kernel/result'
import { appError } from '@shared/kernel/app-error'
import { AttachmentFiles, attachmentFolder } from './attachment-files'
import { storeError } from './errors'

export interface CopyMade {
  readonly file: string
  readonly bytes: number
  /** SHA-256 of the copied database file. */
  readonly sha256: string
  readonly attachments: number
}

const stamp = (now: Date): string => now.toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-')

/** `segnalazioni.db` copied on 23 November 2026 is `segnalazioni-20261123-091200.db`. */
export const copyName = (path: string, now: Date, mark = ''): string =>
  `${basename(path, extname(path))}-${stamp(now)
    .replaceAll('-', '')
    .replace(/^(\d{8})/, '$1-')}${mark}.db`

/** Before a migration: the whole database beside itself, in one step. Throws when it cannot be made. */
export const copyBeforeMigration = async (path: string): Promise<string> => {
  const target = join(dirname(path), copyName(path, new Date(), '-prima'))
  vacuumInto(path, target)
  return Promise.resolve(target)
}

/**
 * An online copy while people work: the database in one step (in small steps it would restart at every commit and
 * never end), checked before it gets its name, then every attachment that the folder does not hold yet.
 */
export const copyStore = async (path: string, folder: string, now: Date): Promise<Result<CopyMade>> => {
  try {
    await mkdir(folder, { recursive: true })
    const file = join(folder, copyName(path, now))
    const part = `${file}.part`
    await rm(part, { force: true })
    vacuumInto(path, part)
    const check = new Database(part, { readonly: true })
    try {
      if (check.pragma('integrity_check', { simple: true }) !== 'ok') return err(appError('store_corrupt'))
    } finally {
      check.close()
    }
    await rename(part, file)
    const attachments = await copyAttachments(path, folder)
    return ok({ file, bytes: (await stat(file)).size, sha256: await sha256Of(file), attachments })
  } catch (error) {
    const known = storeError(error)
    if (known === null) throw error
    return err(known)
  }
}

const vacuumInto = (path: string, target: string): void => {
  const database = new Database(path, { timeout: 5000 })
  try {
    database.prepare('VACUUM INTO ?').run(target)
  } finally {
    database.close()
  }
}

const copyAttachments = async (path: string, folder: string): Promise<number> => {
  const from = new AttachmentFiles(attachmentFolder(path))
  const to = new AttachmentFiles(join(folder, basename(attachmentFolder(path))))
  let copied = 0
  for await (const sha256 of from.all()) {
    if (!(await to.has(sha256))) {
      const target = to.pathOf(sha256)
      await mkdir(dirname(target), { recursive: true })
      await copyFile(from.pathOf(sha256), `${target}.part`)
      await rename(`${target}.part`, target)
    }
    copied += 1
  }
  return copied
}

export const sha256Of = async (file: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
