import { createHash, timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { type RandomBytes, randomToken } from '@main/platform/random'
import { readOrPutAside } from '@main/platform/read-small-file'
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
  #desks: PairedDesk[] | null = null

  constructor(folder: string) {
    this.#file = join(folder, 'postazioni.json')
  }

  /** None too while the disk does not let them be read. */
  get all(): readonly PairedDesk[] {
    try {
      return this.#known
    } catch {
      return []
    }
  }

  /** @returns the desk's secret, which nobody keeps but itself; pairing again replaces what it had */
  add(
    desk: { readonly id: string; readonly name: string; readonly address: string },
    at: number,
    random: RandomBytes,
  ): string {
    const secret = randomToken(random, 32)
    const fresh = { ...desk, digest: digestOf(secret), pairedAt: at, lastSeenAt: null }
    this.#save([fresh, ...this.#known.filter(({ id }) => id !== desk.id)].slice(0, MOST_DESKS))
    return secret
  }

  /** Throws while the disk does not let them be read: who is paired is then not known. */
  known(id: string, secret: string): PairedDesk | null {
    const found = this.#known.find((desk) => desk.id === id)
    if (found === undefined) return null
    return timingSafeEqual(Buffer.from(found.digest, 'hex'), Buffer.from(digestOf(secret), 'hex')) ? found : null
  }

  seen(id: string, address: string, at: number): void {
    try {
      this.#save(this.#known.map((desk) => (desk.id === id ? { ...desk, address, lastSeenAt: at } : desk)))
    } catch {
      // When it came last is no reason to send it away: a full disk costs that, not the desk.
    }
  }

  remove(id: string): boolean {
    const left = this.#known.filter((desk) => desk.id !== id)
    if (left.length === this.#known.length) return false
    this.#save(left)
    return true
  }

  /** A file that cannot be read now is no office without desks: it is asked again, and never written over. */
  get #known(): PairedDesk[] {
    this.#desks ??= readOrPutAside(this.#file, schema) ?? []
    return this.#desks
  }

  #save(desks: PairedDesk[]): void {
    writeWhole(this.#file, JSON.stringify(desks, null, 2))
    this.#desks = desks
  }
}
