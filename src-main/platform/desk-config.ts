import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { readOrPutAside } from './read-small-file'
import { writeWhole } from './write-whole'

/** An older program kept one for the folder: it was the first seat's. */
const bySeat = <T extends z.ZodObject>(value: T) =>
  z.preprocess(
    (kept) => (kept === null || kept === undefined ? {} : value.safeParse(kept).success ? { 1: kept } : kept),
    z.record(z.string(), value),
  )

const schema = z.object({
  deskId: z.string().min(8),
  recentStores: z.array(z.string()).default([]),
  /** Opened by itself at the next start. */
  lastStore: z.string().nullable().default(null),
  /**
   * Where each desk serves its store to others, by its seat: two hosts on one folder are two desks, and the second must
   * not reach for the first one's port.
   */
  serving: bySeat(
    z.object({
      address: z.string(),
      port: z.number().int(),
      /** The store left: paired desks are only told where it went. */
      movedTo: z.string().nullable().default(null),
    }),
  ),
  /** Where each desk listens to a switchboard's program, by its seat; absent: it does not. */
  telephone: bySeat(z.object({ port: z.number().int() })),
  /**
   * The lines that ring at a desk, by its id: this one's own under its seat, those that it serves under theirs. Absent:
   * every line.
   */
  ringing: z.record(z.string(), z.array(z.string())).default({}),
  /** The desk whose store this one works on, instead of one of its own; by seat too, since it was paired as one desk. */
  link: bySeat(
    z.object({
      id: z.string(),
      name: z.string(),
      address: z.string(),
      port: z.number().int(),
      fingerprint: z.string(),
      certificate: z.string(),
      /** Where that store was moved to, as it said when it ended its service. */
      movedTo: z.string().nullable().default(null),
    }),
  ),
})
type Remembered = z.output<typeof schema>
type ServedAt = Remembered['serving'][string]
type LinkedTo = Remembered['link'][string]

const RECENT_KEPT = 8
/** Another program holds the file, or the folder refuses: what stands in it is not known, and not to be written over. */
const UNREADABLE = Symbol('unreadable')

/**
 * What a user's desks remember for themselves, in the user's own folder: nothing of it belongs in the shared store.
 * Two hosts may run on one folder, so each change is made to the file as it is now; a folder that cannot be written
 * costs the memory, not the desk.
 */
export class DeskConfig {
  readonly #file: string
  readonly #seat: number | null
  readonly #ownWord = randomUUID().slice(0, 8)
  #value: Remembered

  /** @param seat which of the processes on this folder this is (1: the first); null when that is not known */
  constructor(
    readonly folder: string,
    seat: number | null = 1,
  ) {
    this.#file = join(folder, 'desk.json')
    this.#seat = seat
    const fresh = schema.parse({ deskId: randomUUID() })
    const found = this.#read()
    this.#value = found === null || found === UNREADABLE ? fresh : found
    if (found === null) this.#write(fresh)
  }

  /** Names this running desk in the store: stable over restarts, and never another process's. */
  get deskId(): string {
    const { deskId } = this.#value
    if (this.#seat === 1) return deskId
    return `${deskId}-${this.#seat ?? this.#ownWord}`
  }

  get recentStores(): readonly string[] {
    return this.#value.recentStores
  }

  get lastStore(): string | null {
    return this.#value.lastStore
  }

  get serving(): ServedAt | null {
    return this.#value.serving[this.#place] ?? null
  }

  get link(): LinkedTo | null {
    return this.#value.link[this.#place] ?? null
  }

  get telephone(): { readonly port: number } | null {
    return this.#value.telephone[this.#place] ?? null
  }

  listens(telephone: { readonly port: number } | null): void {
    this.#change((now) => ({ telephone: this.#put(now.telephone, telephone) }))
  }

  /** The lines that ring at a desk that this one serves, or (null) at this one; null: all of them. */
  ringing(desk: string | null): readonly string[] | null {
    return this.#value.ringing[desk ?? this.#place] ?? null
  }

  rings(desk: string | null, lines: readonly string[] | null): void {
    const place = desk ?? this.#place
    this.#change(({ ringing: { [place]: _before, ...others } }) => ({
      ringing: lines === null ? others : { ...others, [place]: [...lines] },
    }))
  }

  serves(serving: ServedAt | null): void {
    this.#change((now) => ({ serving: this.#put(now.serving, serving) }))
  }

  /** A desk works on its own store or on another desk's, never on both. */
  linked(link: LinkedTo | null): void {
    this.#change((now) => ({ link: this.#put(now.link, link), ...(link === null ? {} : { lastStore: null }) }))
  }

  opened(path: string): void {
    this.#change(({ recentStores, link }) => ({
      recentStores: [path, ...recentStores.filter((other) => other !== path)].slice(0, RECENT_KEPT),
      lastStore: path,
      link: this.#put<LinkedTo>(link, null),
    }))
  }

  /** A store was left on purpose; what another host has open stays its own. */
  closed(path: string): void {
    this.#change(({ lastStore }) => ({ lastStore: lastStore === path ? null : lastStore }))
  }

  /** Where this desk's own part of the file is; one whose seat is not known keeps it to itself. */
  get #place(): string {
    return this.#seat === null ? this.#ownWord : String(this.#seat)
  }

  #put<T>(kept: Readonly<Record<string, T>>, value: T | null): Record<string, T> {
    const { [this.#place]: _mine, ...others } = kept
    return value === null ? others : { ...others, [this.#place]: value }
  }

  #change(change: (now: Remembered) => Partial<Remembered>): void {
    const { deskId } = this.#value
    const found = this.#read()
    const now = { ...this.#value, ...(found === UNREADABLE ? {} : found) }
    const changed = { ...now, ...change(now) }
    this.#value = { ...changed, deskId }
    if (found !== UNREADABLE) this.#write(changed)
  }

  /** Null when it is missing, or damaged and put aside: a desk loses its recent list, nothing more. */
  #read(): Remembered | typeof UNREADABLE | null {
    try {
      return readOrPutAside(this.#file, schema)
    } catch {
      return UNREADABLE
    }
  }

  #write(value: Remembered): void {
    try {
      writeWhole(this.#file, JSON.stringify(value, null, 2))
    } catch {
      // See above: what this desk knows by itself lasts as long as it runs.
    }
  }
}
