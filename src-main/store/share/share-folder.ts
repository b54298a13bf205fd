import { mkdir, readFile, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'

const said = z.object({
  to: z.string(),
  round: z.string(),
  turn: z.enum(['ask', 'locked', 'lost', 'written', 'proved', 'broke', 'stale', 'failed']),
  word: z.string(),
})

const announcement = z.object({
  desk: z.string().min(1),
  machine: z.string(),
  boot: z.string(),
  host: z.string(),
  user: z.string(),
  kind: z.string(),
  version: z.string(),
  schema: z.number(),
  pid: z.number(),
  role: z.enum(['candidate', 'trusted', 'refused']),
  /** Why it was refused. */
  fault: z.string().nullable(),
  /** Rises while the desk lives. */
  beat: z.number(),
  said: said.nullable(),
})

/** What a desk tells the others about itself; only it writes its file. */
export type Announcement = z.output<typeof announcement>

const first = z.object({ desk: z.string() })
const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'
const FIRST = 'primo.json'
const PROOF = 'prova.db'
const TRIES = 4

/**
 * The folder beside a store in which its desks tell each other that they are there. Nothing in it needs a lock: each
 * desk writes its own file only, and `primo.json` is made with O_EXCL, which file servers keep atomic also where
 * their locks are worthless.
 */
export class ShareFolder {
  readonly #folder: string

  constructor(storePath: string) {
    this.#folder = `${storePath}.postazioni`
  }

  /** The file on which two machines try each other's locks. */
  get proofPath(): string {
    return join(this.#folder, PROOF)
  }

  async announce(own: Announcement): Promise<void> {
    const target = this.#fileOf(own.desk)
    const write = (): Promise<void> => writeFile(`${target}.part`, JSON.stringify(own))
    // The folder is nearly always there: asking each time would be one more journey to the server.
    await write().catch(async (error: unknown) => {
      if (!isMissing(error)) throw error
      await mkdir(this.#folder, { recursive: true })
      await write()
    })
    for (let attempt = 1; ; attempt += 1) {
      try {
        await rename(`${target}.part`, target)
        return
      } catch (error) {
        // Windows: somebody reads it just now.
        if (attempt === TRIES) throw error
        await sleep(20 * attempt)
      }
    }
  }

  /** The files of the other desks that told of themselves: one look into the folder, nothing is opened. */
  async names(own: string): Promise<string[]> {
    const mine = basename(this.#fileOf(own))
    const names = await readdir(this.#folder).catch(() => [])
    return names.filter((name) => name.startsWith('desk-') && name.endsWith('.json') && name !== mine)
  }

  /** Whether a desk still tells of itself. */
  async isHere(desk: string, own: string): Promise<boolean> {
    return (await this.names(own)).includes(basename(this.#fileOf(desk)))
  }

  /** What they say; a file that cannot be read just now is left out. */
  async announcements(names: readonly string[]): Promise<Announcement[]> {
    const found = await Promise.all(
      names.map(async (name) => {
        try {
          return announcement.parse(JSON.parse(await readFile(join(this.#folder, name), 'utf8')))
        } catch {
          return null
        }
      }),
    )
    return found.filter((one) => one !== null)
  }

  /** Who is first; an unreadable file names nobody, but somebody. */
  async first(): Promise<{ readonly desk: string } | null> {
    let text: string
    try {
      text = await readFile(join(this.#folder, FIRST), 'utf8')
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
    try {
      return first.parse(JSON.parse(text))
    } catch {
      return { desk: '' }
    }
  }

  /** True for the one desk that made the file. */
  async claim(desk: string): Promise<boolean> {
    try {
      await writeFile(join(this.#folder, FIRST), JSON.stringify({ desk }), { flag: 'wx' })
      return true
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
      throw error
    }
  }

  /** Moves a dead desk's claim away and claims; of several desks that try, one has its way. */
  async takeOver(from: string, desk: string): Promise<boolean> {
    const aside = join(this.#folder, `primo-${desk}.old`)
    try {
      await rename(join(this.#folder, FIRST), aside)
    } catch {
      return false
    }
    const text = await readFile(aside, 'utf8').catch(() => '')
    await rm(aside, { force: true })
    const moved = ((): string => {
      try {
        return first.parse(JSON.parse(text)).desk
      } catch {
        return ''
      }
    })()
    // Somebody was quicker: what was moved away is a living desk's claim.
    if (moved !== from) {
      await this.claim(moved)
      return false
    }
    await rm(this.#fileOf(from), { force: true })
    return this.claim(desk)
  }

  /** Names another desk first, without a moment in which nobody is. */
  async handOver(by: string, to: string): Promise<void> {
    const part = join(this.#folder, `primo-${by}.part`)
    await writeFile(part, JSON.stringify({ desk: to }))
    await rename(part, join(this.#folder, FIRST))
  }

  async giveUp(): Promise<void> {
    await rm(join(this.#folder, FIRST), { force: true })
  }

  async forget(desk: string): Promise<void> {
    await rm(this.#fileOf(desk), { force: true })
  }

  /** After the last desk left: the folder goes, if it is empty but for the proof. */
  async tidy(): Promise<void> {
    const names = await readdir(this.#folder).catch(() => ['?'])
    if (names.some((name) => !name.startsWith(PROOF))) return
    for (const name of names) await rm(join(this.#folder, name), { force: true })
    await rmdir(this.#folder).catch(() => undefined)
  }

  #fileOf(desk: string): string {
    return join(this.#folder, `desk-${desk.replaceAll(/[^\w-]/g, '_')}.json`)
  }
}
