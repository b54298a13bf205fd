import { createHash, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type RandomBytes, randomToken } from '@main/platform/random'
import { writeWhole } from '@main/platform/write-whole'

const schema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    /** SHA-256 of the secret: whoever reads this file cannot speak as the desk. */
    digest: z.string(),
    address: z.string(),
    pairedAt: z.number(),
    lastSeenAt: z.number().nullable(),
  }),
)
export type PairedDesk = z.output<typeof schema>[number]

const MOST_DESKS = 100

const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** Who may call this desk. It belongs to this machine, like its certificate, and not to the store. */
export class PairedDesks {
  readonly #file: string
  #desks: PairedDesk[]

  constructor(folder: string) {
    this.#file = join(folder, 'postazioni.json')
    this.#desks = this.#load()
  }

  get all(): readonly PairedDesk[] {
    return this.#desks
  }

  /** @returns the desk's secret, which nobody keeps but itself; pairing again replaces what it had */
  add(
    desk: { readonly id: string; readonly name: string; readonly address: string },
    at: number,
    random: RandomBytes,
  ): string {
    const secret = randomToken(random, 32)
    const fresh = { ...desk, digest: digestOf(secret), pairedAt: at, lastSeenAt: null }
    this.#save([fresh, ...this.#desks.filter(({ id }) => id !== desk.id)].slice(0, MOST_DESKS))
    return secret
  }

  known(id: string, secret: string): PairedDesk | null {
    const found = this.#desks.find((desk) => desk.id === id)
    if (found === undefined) return null
    return timingSafeEqual(Buffer.from(found.digest, 'hex'), Buffer.from(digestOf(secret), 'hex')) ? found : null
  }

  seen(id: string, address: string, at: number): void {
    this.#save(this.#desks.map((desk) => (desk.id === id ? { ...desk, address, lastSeenAt: at } : desk)))
  }

  remove(id: string): boolean {
    const left = this.#desks.filter((desk) => desk.id !== id)
    if (left.length === this.#desks.length) return false
    this.#save(left)
    return true
  }

  #load(): PairedDesk[] {
    try {
      return schema.parse(JSON.parse(readFileSync(this.#file, 'utf8')))
    } catch {
      // Missing or damaged: nobody is paired, which harms nobody.
      return []
    }
  }

  #save(desks: PairedDesk[]): void {
    this.#desks = desks
    writeWhole(this.#file, JSON.stringify(desks, null, 2))
  }
}
