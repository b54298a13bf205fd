import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const schema = z.object({
  deskId: z.string().min(8),
  recentStores: z.array(z.string()).default([]),
  /** Opened by itself at the next start. */
  lastStore: z.string().nullable().default(null),
  /** Where it serves its store to other desks; null while it does not. */
  serving: z.object({ address: z.string(), port: z.number().int() }).nullable().default(null),
  /** The desk whose store this one works on, instead of one of its own. */
  link: z
    .object({
      id: z.string(),
      name: z.string(),
      address: z.string(),
      port: z.number().int(),
      fingerprint: z.string(),
      certificate: z.string(),
    })
    .nullable()
    .default(null),
})
type Config = z.output<typeof schema>

const RECENT_KEPT = 8

/** What one desk remembers for itself, in its own folder: nothing of it belongs in the shared store. */
export class DeskConfig {
  readonly #file: string
  #value: z.output<typeof schema>

  constructor(readonly folder: string) {
    this.#file = join(folder, 'desk.json')
    this.#value = this.#load()
  }

  get deskId(): string {
    return this.#value.deskId
  }

  get recentStores(): readonly string[] {
    return this.#value.recentStores
  }

  get lastStore(): string | null {
    return this.#value.lastStore
  }

  get serving(): Config['serving'] {
    return this.#value.serving
  }

  get link(): Config['link'] {
    return this.#value.link
  }

  serves(serving: Config['serving']): void {
    this.#save({ ...this.#value, serving })
  }

  /** A desk works on its own store or on another desk's, never on both. */
  linked(link: Config['link']): void {
    this.#save({ ...this.#value, link, ...(link === null ? {} : { lastStore: null }) })
  }

  opened(path: string): void {
    const recentStores = [path, ...this.#value.recentStores.filter((other) => other !== path)].slice(0, RECENT_KEPT)
    this.#save({ ...this.#value, recentStores, lastStore: path, link: null })
  }

  closed(): void {
    this.#save({ ...this.#value, lastStore: null })
  }

  #load(): z.output<typeof schema> {
    try {
      return schema.parse(JSON.parse(readFileSync(this.#file, 'utf8')))
    } catch {
      // Missing or damaged: a desk loses its recent list, nothing more.
      const fresh = schema.parse({ deskId: randomUUID() })
      this.#save(fresh)
      return fresh
    }
  }

  #save(value: z.output<typeof schema>): void {
    this.#value = value
    mkdirSync(this.folder, { recursive: true })
    writeFileSync(`${this.#file}.part`, JSON.stringify(value, null, 2))
    renameSync(`${this.#file}.part`, this.#file)
  }
}
