import { setTimeout as pause } from 'node:timers/promises'
import type { FeatureParts } from '@main/features/feature-parts'
import { isWorkPending, workOnPending } from '@main/features/tickets/pending-work'
import { leaseHolds } from '@main/store/leases'

const LEASE = 'pending-work'
/** Asked this often whether something is left to do; the changes of this very desk are heard of at once. */
const TICK_MS = 5000
/** Between two writes of the work: people's own writes come first. */
const BREATH_MS = 25
/** Writes after which the lease is raised again. */
const BEAT_EVERY = 40

/** Works out anew what a changed rule or person left behind, one desk at a time; a part of the engine's lifecycle. */
export class PendingWorkJob {
  readonly name = 'pending-work'
  #timer: NodeJS.Timeout | undefined
  #work: Promise<void> | null = null
  #unlisten: (() => void) | undefined
  #stopped = true

  constructor(private readonly parts: FeatureParts) {}

  start(): Promise<void> {
    const opened = this.parts.current.opened
    if (opened === null || opened.store.facts.readOnly !== null) return Promise.resolve()
    this.#stopped = false
    this.#timer = setInterval(() => this.#tick(), TICK_MS)
    this.#timer.unref()
    this.#unlisten = opened.store.feed.listen((changes) => {
      if (changes.some(({ entity }) => CAUSES.has(entity))) this.#tick()
    })
    this.#tick()
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#timer)
    this.#unlisten?.()
    await this.#work
  }

  #tick(): void {
    if (this.#stopped) return
    this.#work ??= this.#workItOff()
      .catch((error: unknown) => this.parts.logger.bug('pending work', error))
      .finally(() => {
        this.#work = null
      })
  }

  async #workItOff(): Promise<void> {
    const { store, leases } = this.parts.current
    const isPending = async (): Promise<boolean> => {
      const answer = await store.read(isWorkPending)
      return answer.ok && answer.value
    }
    if (!(await isPending())) return
    let held = await leases.hold(LEASE)
    for (let writes = 1; held.state === 'held' && !this.#stopped && (await isPending()); writes += 1) {
      const { lease } = held
      const done = await store.write(async (db) => {
        if (!(await leaseHolds(db, lease))) return false
        await workOnPending(db)
        return true
      })
      if (!done.ok || !done.value) return
      await pause(BREATH_MS)
      if (writes % BEAT_EVERY === 0) held = await leases.hold(LEASE)
    }
    if (held.state === 'held') await leases.release(LEASE)
  }
}

const CAUSES: ReadonlySet<string> = new Set(['settings', 'categories', 'contacts', 'districts'])
