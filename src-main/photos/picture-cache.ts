import { mkdir, readFile, readdir, rename, rm, stat, unlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Bytes of this desk's disk. */
const LIMIT = 512 * 1024 * 1024
/** The folder is measured once in so many new pictures, and with the first of a run: few desks draw so many in a day. */
const PRUNE_EVERY = 200

/**
 * Small pictures of photos on this desk's own disk, by the photo's content: made once, used for years, and the longest
 * unused go first. A disk that cannot be written costs time, nothing else.
 */
export class PictureCache {
  #sincePrune = PRUNE_EVERY

  constructor(
    private readonly folder: string,
    private readonly limit = LIMIT,
  ) {}

  #pathOf(sha256: string, size: string): string {
    return join(this.folder, `${sha256}-${size}.jpg`)
  }

  async get(sha256: string, size: string): Promise<Uint8Array | null> {
    const path = this.#pathOf(sha256, size)
    try {
      const found = await readFile(path)
      const now = new Date()
      await utimes(path, now, now).catch(() => undefined)
      return found
    } catch {
      return null
    }
  }

  async put(sha256: string, size: string, content: Uint8Array): Promise<void> {
    const path = this.#pathOf(sha256, size)
    const part = `${path}.${process.pid}.part`
    try {
      await mkdir(this.folder, { recursive: true })
      await writeFile(part, content, { mode: 0o600 })
      await rename(part, path)
      this.#sincePrune += 1
      if (this.#sincePrune >= PRUNE_EVERY) await this.prune()
    } catch {
      await rm(part, { force: true }).catch(() => undefined)
    }
  }

  /** Of a photo that nobody shall see any more. */
  async forget(sha256: string): Promise<void> {
    const names = await readdir(this.folder).catch(() => [])
    for (const name of names)
      if (name.startsWith(sha256)) await rm(join(this.folder, name), { force: true }).catch(() => undefined)
  }

  /** Removes the longest unused until four fifths of the bound are left. */
  async prune(): Promise<void> {
    this.#sincePrune = 0
    const names = await readdir(this.folder).catch(() => [])
    const files: { path: string; size: number; mtimeMs: number }[] = []
    for (const name of names) {
      const path = join(this.folder, name)
      const found = await stat(path).catch(() => null)
      if (found) files.push({ path, size: found.size, mtimeMs: found.mtimeMs })
    }
    let total = files.reduce((sum, { size }) => sum + size, 0)
    if (total <= this.limit) return
    for (const file of files.toSorted((a, b) => a.mtimeMs - b.mtimeMs)) {
      if (total <= this.limit * 0.8) return
      await unlink(file.path).catch(() => undefined)
      total -= file.size
    }
  }
}
