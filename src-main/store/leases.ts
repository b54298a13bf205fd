import type { AppError } from '@shared/kernel/app-error'
import type { Result } from '@shared/kernel/result'
import type { ReadDb, WriteDb } from './handles'
import type { Store } from './store'

/** A holder that did not raise its counter for so long, on the watcher's own clock, is taken to be gone. */
const PATIENCE_MS = 45_000

/** How often whoever works under a lease shows that it is alive. */
const BEAT_MS = 10_000

/** So long a holder that cannot reach the store may go on: nobody else takes the lease over before. */
export const LEASE_LASTS_MS = 35_000

interface Seen {
  readonly holder: string
  readonly beat: number
  readonly since: number
}

export interface Lease {
  readonly name: string
  /** Rises at every takeover; each write of the job checks it, so a holder that slept cannot write again. */
  readonly fence: number
}

/** `unknown`: the store did not answer, so nothing changed that this desk could know of. */
export type Holding =
  | { readonly state: 'held'; readonly lease: Lease }
  | { readonly state: 'other' }
  | { readonly state: 'unknown'; readonly error: AppError }

/** What work under a lease came to, or why it was not begun. */
export type Done<T> = { readonly state: 'done'; readonly value: T } | Exclude<Holding, { readonly state: 'held' }>

/**
 * One desk at a time does a shared job. A shared file has no clock, so a lease is a counter that its holder raises:
 * another desk that saw it unchanged for 45 s on its own monotonic clock takes over with a higher fencing number.
 */
export class Leases {
  readonly #store: Store
  readonly #deskId: string
  readonly #monotonic: () => number
  readonly #seen = new Map<string, Seen>()

  constructor(store: Store, deskId: string, monotonic: () => number = () => performance.now()) {
    this.#store = store
    this.#deskId = deskId
    this.#monotonic = monotonic
  }

  /** Takes, keeps or is refused the lease; call it every few seconds while the job is wanted. */
  async hold(name: string): Promise<Holding> {
    if (await this.#isOthers(name)) return { state: 'other' }
    const result: Result<Lease | null> = await this.#store.write(async (db) => {
      const row = await db.selectFrom('leases').selectAll().where('name', '=', name).executeTakeFirst()
      if (!row) {
        await db.insertInto('leases').values({ name, holder: this.#deskId, beat: 1, fence: 1 }).execute()
        return { name, fence: 1 }
      }
      if (row.holder === this.#deskId) {
        await db
          .updateTable('leases')
          .set({ beat: row.beat + 1 })
          .where('name', '=', name)
          .execute()
        return { name, fence: row.fence }
      }
      if (!this.#looksDead(name, row.holder, row.beat)) return null
      const fence = row.fence + 1
      await db
        .updateTable('leases')
        .set({ holder: this.#deskId, beat: row.beat + 1, fence })
        .where('name', '=', name)
        .execute()
      return { name, fence }
    })
    if (!result.ok) return { state: 'unknown', error: result.error }
    if (result.value === null) return { state: 'other' }
    this.#seen.delete(name)
    return { state: 'held', lease: result.value }
  }

  /**
   * Does `work` as its only desk, unless another one has the lease or the store does not answer. The counter goes on
   * rising however long it takes, and the lease is given up however it ends.
   */
  async during<T>(name: string, work: (lease: Lease) => Promise<T>): Promise<Done<T>> {
    const held = await this.hold(name)
    if (held.state !== 'held') return held
    // A beat that is lost costs nothing: each write of the work asks whether the lease still holds.
    const beat = setInterval(() => void this.hold(name).catch(() => undefined), BEAT_MS)
    try {
      return { state: 'done', value: await work(held.lease) }
    } finally {
      clearInterval(beat)
      await this.release(name)
    }
  }

  /** Gives it up at once, so that another desk need not wait. */
  async release(name: string): Promise<void> {
    await this.#store.write(async (db) => {
      await db
        .updateTable('leases')
        .set({ holder: '' })
        .where('name', '=', name)
        .where('holder', '=', this.#deskId)
        .execute()
    })
  }

  /** Who only watches another's lease asks without a lock that the writers would have to wait for. */
  async #isOthers(name: string): Promise<boolean> {
    if (!this.#seen.has(name)) return false
    const found = await this.#store.read((db) =>
      db.selectFrom('leases').select(['holder', 'beat']).where('name', '=', name).executeTakeFirst(),
    )
    if (!found.ok || found.value === undefined || found.value.holder === this.#deskId) return false
    return !this.#looksDead(name, found.value.holder, found.value.beat)
  }

  #looksDead(name: string, holder: string, beat: number): boolean {
    if (holder === '') return true
    const seen = this.#seen.get(name)
    const now = this.#monotonic()
    if (!seen || seen.holder !== holder || seen.beat !== beat) {
      this.#seen.set(name, { holder, beat, since: now })
      return false
    }
    return now - seen.since >= PATIENCE_MS
  }
}

/** Whether this lease still holds, inside the write that relies on it. */
export const leaseHolds = async (db: WriteDb, lease: Lease): Promise<boolean> => {
  const row = await db.selectFrom('leases').select('fence').where('name', '=', lease.name).executeTakeFirst()
  return row?.fence === lease.fence
}

/** The desk that holds it, as its presence names it; null when nobody does, or nobody who is still seen. */
export const leaseHolder = async (
  db: ReadDb,
  name: string,
): Promise<{ readonly host: string; readonly kind: string } | null> =>
  (await db
    .selectFrom('leases')
    .innerJoin('desks', 'desks.id', 'leases.holder')
    .select(['desks.host', 'desks.kind'])
    .where('leases.name', '=', name)
    .executeTakeFirst()) ?? null
