import { createHash, randomUUID, webcrypto } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, mkdir, open, readFile, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Result, err, ok } from '@shared/kernel/result'
import { appError } from '@shared/kernel/app-error'
import { flushFile, flushFolder } from './flush'

/** The attachments of `archivio.db` lie in `archivio.db.allegati` beside it. */
export const attachmentFolder = (storePath: string): string => `${storePath}.allegati`

const HASH = /^[0-9a-f]{64}$/
const PART = /^\.[0-9a-f-]{36}\.part$/
const ASIDE = '.swept'

export interface StoredFile {
  readonly sha256: string
  readonly size: number
}

/**
 * Files named by their content: temp file, fsync, rename, fsync of the folder; the row comes afterwards, so a crash
 * leaves at most a file that no row names (see sweep-files.ts), never a row without its file.
 */
export class AttachmentFiles {
  readonly #kept = new Set<string>()

  /** @param move as the system renames; a test has Windows' way of it */
  constructor(
    readonly folder: string,
    private readonly move: (from: string, to: string) => Promise<void> = rename,
  ) {}

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

  /**
   * Lays down bytes that are in memory already: written once, on the disk when it resolves.
   *
   * @param known their SHA-256, where it was computed from these very bytes
   */
  async put(content: Uint8Array, known?: string): Promise<StoredFile> {
    const stored = { sha256: known ?? (await hashOf(content)), size: content.byteLength }
    const target = await this.placeFor(stored.sha256)
    if (await this.#isThere(target, stored.size)) {
      await flushFolder(dirname(target))
      return stored
    }
    const temporary = join(dirname(target), `.${randomUUID()}.part`)
    try {
      const handle = await open(temporary, 'wx')
      try {
        await handle.writeFile(content)
        await handle.datasync()
      } finally {
        await handle.close()
      }
      await this.settle(temporary, target, stored.size)
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
    return stored
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
      await flushFile(temporary)
      const sha256 = hash.digest('hex')
      await this.settle(temporary, await this.placeFor(sha256), size)
      return ok({ sha256, size })
    } catch (error) {
      await rm(temporary, { force: true })
      if (error instanceof TooLarge) return err(appError('attachment_too_large'))
      throw error
    }
  }

  /**
   * The path of a file that is about to come. Its folders are on the disk by name, once for each in this process, also
   * those that another desk has made a moment ago: with the folder, a power cut would take a file that a row names.
   */
  async placeFor(sha256: string): Promise<string> {
    const target = this.pathOf(sha256)
    await mkdir(dirname(target), { recursive: true })
    for (const folder of [this.folder, dirname(target)]) {
      if (this.#kept.has(folder)) continue
      await flushFolder(dirname(folder))
      this.#kept.add(folder)
    }
    return target
  }

  /** Gives a whole, flushed file its name. Afterwards it is young, whoever put it there first: no sweep will touch it. */
  async settle(temporary: string, target: string, size: number): Promise<void> {
    try {
      await this.move(temporary, target)
    } catch (error) {
      // Windows lets nobody replace a file that somebody reads; the same content lies there already.
      if (!(await this.#isThere(target, size))) throw error
      await rm(temporary, { force: true })
    }
    await flushFolder(dirname(target))
  }

  /** Whether this content has its name already, which it gets only once it is on the disk; it is young then. */
  async #isThere(target: string, size: number): Promise<boolean> {
    const now = new Date()
    return utimes(target, now, now).then(
      async () => (await this.#sizeOf(target)) === size,
      () => false,
    )
  }

  /** The first `bytes` of a file: what it takes to know its type. */
  async head(sha256: string, bytes: number): Promise<Uint8Array> {
    const handle = await open(this.pathOf(sha256), 'r')
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await handle.close()
    }
  }

  /** Throws ENOENT when the file is not there. */
  async read(sha256: string): Promise<Buffer> {
    return readFile(this.pathOf(sha256))
  }

  async size(sha256: string): Promise<number | null> {
    return this.#sizeOf(this.pathOf(sha256))
  }

  #sizeOf(path: string): Promise<number | null> {
    return stat(path).then(
      (found) => found.size,
      () => null,
    )
  }

  /** Bytes `from` to `to`, both included. */
  stream(sha256: string, range?: { from: number; to: number }): Readable {
    return createReadStream(this.pathOf(sha256), range === undefined ? {} : { start: range.from, end: range.to })
  }

  async *all(): AsyncGenerator<string> {
    for await (const [, name] of this.#inFolders()) if (HASH.test(name)) yield name
  }

  /** Where the sweep puts a file before it decides. */
  asideOf(sha256: string): string {
    return join(dirname(this.pathOf(sha256)), `.${sha256}${ASIDE}`)
  }

  /** Hashes of files that were put aside. */
  async *aside(): AsyncGenerator<string> {
    for await (const [, name] of this.#inFolders()) {
      const sha256 = name.slice(1, -ASIDE.length)
      if (name.endsWith(ASIDE) && HASH.test(sha256)) yield sha256
    }
  }

  /** Paths of what was being written, now or when a desk died: uploads, and files on their way from a copy. */
  async *parts(): AsyncGenerator<string> {
    for (const name of await readdir(this.folder).catch(() => [])) if (PART.test(name)) yield join(this.folder, name)
    for await (const [folder, name] of this.#inFolders()) if (name.endsWith('.part')) yield join(folder, name)
  }

  async *#inFolders(): AsyncGenerator<readonly [folder: string, name: string]> {
    const folders = await readdir(this.folder).catch(() => [])
    for (const folder of folders.filter((name) => /^[0-9a-f]{2}$/.test(name))) {
      const path = join(this.folder, folder)
      for (const name of await readdir(path).catch(() => [])) yield [path, name]
    }
  }
}

const SLICE_BYTES = 1024 * 1024

/**
 * Small ones off this thread. That copies the bytes first, at once: of a mail of 25 MB a click would wait for it, so what
 * is larger is hashed here in slices, with the clicks in between.
 */
const hashOf = async (content: Uint8Array): Promise<string> => {
  if (content.byteLength <= SLICE_BYTES) {
    const digest = await webcrypto.subtle.digest('SHA-256', content as Uint8Array<ArrayBuffer>)
    return Buffer.from(digest).toString('hex')
  }
  const hash = createHash('sha256')
  for (let at = 0; at < content.byteLength; at += SLICE_BYTES) {
    hash.update(content.subarray(at, at + SLICE_BYTES))
    await nextTurn()
  }
  return hash.digest('hex')
}

class TooLarge extends Error {}
