import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir, rename, stat, unlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Tile {
  readonly type: string
  readonly body: Uint8Array
  /** Epoch milliseconds. */
  readonly fetchedAt: number
}

export interface TileCacheLimits {
  /** Bytes. */
  readonly memory: number
  /** Bytes. */
  readonly disk: number
}

const LIMITS: TileCacheLimits = { memory: 32 * 1024 * 1024, disk: 256 * 1024 * 1024 }
/** The folder is measured once in so many new tiles. */
const PRUNE_EVERY = 200

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
}
/** The picture types that a map's tile may have; no SVG, which could carry a script. */
export const isTileType = (type: string): boolean => Object.hasOwn(EXTENSIONS, type)

const nameOf = (address: string): string => createHash('sha256').update(address).digest('hex').slice(0, 40)

/**
 * Pictures of the map on this desk, by their address: the newest in memory, more of them on its own disk. Both are
 * bounded; a disk that cannot be written costs the map its memory, nothing else.
 */
export class TileCache {
  readonly #folder: string
  readonly #limits: TileCacheLimits
  readonly #memory = new Map<string, Tile>()
  #bytes = 0
  #sincePrune = 0

  constructor(folder: string, limits: TileCacheLimits = LIMITS) {
    this.#folder = folder
    this.#limits = limits
  }

  async get(address: string): Promise<Tile | null> {
    const known = this.#memory.get(address)
    if (known) {
      // Taken out and put back: the map's order is the order of use.
      this.#memory.delete(address)
      this.#memory.set(address, known)
      return known
    }
    for (const [type, extension] of Object.entries(EXTENSIONS)) {
      const file = join(this.#folder, `${nameOf(address)}.${extension}`)
      try {
        const tile = { type, body: await readFile(file), fetchedAt: (await stat(file)).mtimeMs }
        this.#remember(address, tile)
        return tile
      } catch {
        // Not kept under this type.
      }
    }
    return null
  }

  async put(address: string, tile: Tile): Promise<void> {
    this.#remember(address, tile)
    const file = join(this.#folder, `${nameOf(address)}.${EXTENSIONS[tile.type] ?? 'png'}`)
    const part = `${file}.${process.pid}.part`
    try {
      await mkdir(this.#folder, { recursive: true })
      await writeFile(part, tile.body)
      const at = new Date(tile.fetchedAt)
      await utimes(part, at, at)
      await rename(part, file)
      this.#sincePrune += 1
      if (this.#sincePrune >= PRUNE_EVERY) await this.prune()
    } catch {
      // A full or read-only disk: the tile stays in memory.
    }
  }

  /** Removes the oldest files until four fifths of the bound are left. */
  async prune(): Promise<void> {
    this.#sincePrune = 0
    const files = await Promise.all(
      (await readdir(this.#folder)).map(async (name) => {
        const path = join(this.#folder, name)
        const { size, mtimeMs } = await stat(path)
        return { path, size, mtimeMs }
      }),
    )
    let total = files.reduce((sum, file) => sum + file.size, 0)
    if (total <= this.#limits.disk) return
    for (const file of files.toSorted((a, b) => a.mtimeMs - b.mtimeMs)) {
      if (total <= this.#limits.disk * 0.8) return
      await unlink(file.path)
      total -= file.size
    }
  }

  #remember(address: string, tile: Tile): void {
    const before = this.#memory.get(address)
    if (before) this.#bytes -= before.body.byteLength
    this.#memory.delete(address)
    this.#memory.set(address, tile)
    this.#bytes += tile.body.byteLength
    for (const [oldest, { body }] of this.#memory) {
      if (this.#bytes <= this.#limits.memory) return
      this.#memory.delete(oldest)
      this.#bytes -= body.byteLength
    }
  }
}
