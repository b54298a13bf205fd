import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Result, err, ok } from '@shared/kernel/result'
import { appError } from '@shared/kernel/app-error'

/** The attachments of `archivio.db` lie in `archivio.db.allegati` beside it. */
export const attachmentFolder = (storePath: string): string => `${storePath}.allegati`

export interface StoredFile {
  readonly sha256: string
  readonly size: number
}

/**
 * Files named by their content: temp file, fsync, rename; the row comes afterwards, so a crash leaves at most a file
 * that no row names (swept by `verify`), never a row without its file.
 */
export class AttachmentFiles {
  constructor(readonly folder: string) {}

  /** Two letters of fan-out keep a folder of a hundred thousand pictures quick on any filesystem. */
  pathOf(sha256: string): string {
    return join(this.folder, sha256.slice(0, 2), sha256)
  }

  async has(sha256: string): Promise<boolean> {
    return access(this.pathOf(sha256)).then(
      () => true,
      () => false,
    )
  }

  async put(content: Uint8Array): Promise<StoredFile> {
    const stored = await this.putStream(Readable.from([content]), Number.MAX_SAFE_INTEGER)
    if (!stored.ok) throw new Error(stored.error.code)
    return stored.value
  }

  /** Refuses with `attachment_too_large` past `limit` bytes, and keeps nothing of it. */
  async putStream(source: Readable, limit: number): Promise<Result<StoredFile>> {
    await mkdir(this.folder, { recursive: true })
    const temporary = join(this.folder, `.${randomUUID()}.part`)
    const hash = createHash('sha256')
    let size = 0
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        size += chunk.length
        if (size > limit) return done(new TooLarge())
        hash.update(chunk)
        done(null, chunk)
      },
    })
    try {
      await pipeline(source, meter, createWriteStream(temporary))
      const handle = await open(temporary, 'r+')
      await handle.sync().finally(() => handle.close())
      const sha256 = hash.digest('hex')
      const target = this.pathOf(sha256)
      await mkdir(dirname(target), { recursive: true })
      await rename(temporary, target)
      return ok({ sha256, size })
    } catch (error) {
      await rm(temporary, { force: true })
      if (error instanceof TooLarge) return err(appError('attachment_too_large'))
      throw error
    }
  }

  /** Throws ENOENT when the file is not there. */
  async read(sha256: string): Promise<Buffer> {
    return readFile(this.pathOf(sha256))
  }

  async size(sha256: string): Promise<number | null> {
    return stat(this.pathOf(sha256)).then(
      (found) => found.size,
      () => null,
    )
  }

  /** Bytes `from` to `to`, both included. */
  stream(sha256: string, range?: { from: number; to: number }): Readable {
    return createReadStream(this.pathOf(sha256), range === undefined ? {} : { start: range.from, end: range.to })
  }

  async *all(): AsyncGenerator<string> {
    const folders = await readdir(this.folder).catch(() => [])
    for (const name of folders.filter((folder) => /^[0-9a-f]{2}$/.test(folder))) {
      for (const file of await readdir(join(this.folder, name))) if (/^[0-9a-f]{64}$/.test(file)) yield file
    }
  }
}

class TooLarge extends Error {}
