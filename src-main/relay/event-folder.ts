import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface WaitingEvent {
  readonly id: string
  readonly body: string
}

export interface FolderLimits {
  readonly bytes: number
  readonly events: number
}

/** What one answer to the desk carries. */
const PAGE_EVENTS = 100
const PAGE_BYTES = 4 * 1024 * 1024
const NAME = /^\d{15}-[0-9a-f]{16}\.json$/

/** Windows opens no folder as a file, and needs no flush of one. */
const flushFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const digestOf = (body: Buffer): string => createHash('sha256').update(body).digest('hex').slice(0, 16)

/**
 * Webhooks that wait for the desk, a file each, oldest first by name. What `keep` has answered is on the disk; what could
 * not be kept was never there. One process at a time works on a folder.
 */
export class EventFolder {
  readonly #sizes = new Map<string, number>()
  readonly #digests = new Set<string>()
  /** By digest: what is still on its way to the disk. */
  readonly #writing = new Map<string, Promise<void>>()
  #bytes = 0
  #last = 0

  private constructor(
    private readonly folder: string,
    private readonly limits: FolderLimits,
  ) {}

  static async open(folder: string, limits: FolderLimits): Promise<EventFolder> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const events = new EventFolder(folder, limits)
    for (const name of (await readdir(folder)).toSorted()) {
      // Left by a process that was killed before it had answered: whoever sent it sends it again.
      if (name.endsWith('.part')) await rm(join(folder, name), { force: true })
      else if (NAME.test(name)) events.#note(name, (await stat(join(folder, name))).size)
    }
    return events
  }

  get waiting(): number {
    return this.#sizes.size
  }

  /** When the oldest came, in milliseconds. */
  get oldestAt(): number | null {
    const [first] = this.#sizes.keys()
    return first === undefined ? null : Number(first.slice(0, 15))
  }

  /** False when there is no room: nothing was kept. The same once more, while it waits, is kept once. */
  async keep(body: Buffer, now: number): Promise<boolean> {
    const digest = digestOf(body)
    // The same again before the first is down: it is kept when that one is.
    const first = this.#writing.get(digest)
    if (first !== undefined) return first.then(() => true)
    if (this.#digests.has(digest)) return true
    if (this.#sizes.size >= this.limits.events || this.#bytes + body.length > this.limits.bytes) return false
    // Never twice and never back, whatever the clock does.
    this.#last = Math.max(now, this.#last + 1)
    const name = `${String(this.#last).padStart(15, '0')}-${digest}.json`
    // Counted before it is written: two that come at once must not both take the last room.
    this.#note(name, body.length)
    const written = this.#write(name, body).finally(() => this.#writing.delete(digest))
    this.#writing.set(digest, written)
    await written
    return true
  }

  async #write(name: string, body: Buffer): Promise<void> {
    const part = join(this.folder, `${name}.part`)
    try {
      const handle = await open(part, 'wx', 0o600)
      try {
        await handle.writeFile(body)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(part, join(this.folder, name))
      await flushFolder(this.folder)
    } catch (error) {
      this.#forget(name)
      await rm(part, { force: true }).catch(() => undefined)
      throw error
    }
  }

  /** The oldest of those that are whole on the disk. */
  async page(): Promise<{ readonly events: readonly WaitingEvent[]; readonly more: boolean }> {
    const events: WaitingEvent[] = []
    let bytes = 0
    for (const [name, size] of this.#sizes) {
      if (events.length > 0 && (events.length >= PAGE_EVENTS || bytes + size > PAGE_BYTES))
        return { events, more: true }
      try {
        events.push({ id: name, body: await readFile(join(this.folder, name), 'utf8') })
        bytes += size
      } catch (error) {
        // Still being written, or taken away meanwhile.
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
      }
    }
    return { events, more: false }
  }

  /** How many of these were there. */
  async remove(ids: readonly string[]): Promise<number> {
    let removed = 0
    for (const id of ids) {
      if (!this.#sizes.has(id)) continue
      await rm(join(this.folder, id), { force: true })
      this.#forget(id)
      removed += 1
    }
    if (removed > 0) await flushFolder(this.folder)
    return removed
  }

  #note(name: string, size: number): void {
    this.#sizes.set(name, size)
    this.#digests.add(name.slice(16, 32))
    this.#bytes += size
    this.#last = Math.max(this.#last, Number(name.slice(0, 15)))
  }

  #forget(name: string): void {
    this.#bytes -= this.#sizes.get(name) ?? 0
    this.#sizes.delete(name)
    this.#digests.delete(name.slice(16, 32))
  }
}
