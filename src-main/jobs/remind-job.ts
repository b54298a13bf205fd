import { MINUTE_MS } from '@shared/kernel/instant'
import type { FeatureParts } from '@main/features/feature-parts'
import { dueReminders, remindDue } from '@main/features/forwarding/remind-due'
import { asSystem } from '@main/store/audit/acting'

const LEASE = 'reminders'
const TICK_MS = 5 * MINUTE_MS

/** Reminds the bodies for which the office switched it on, in working hours and by one desk; part of the lifecycle. */
export class RemindJob {
  readonly name = 'reminders'
  #timer: NodeJS.Timeout | undefined
  #work: Promise<void> | null = null
  #stopping = false

  constructor(
    private readonly parts: FeatureParts,
    private readonly tickMs: number = TICK_MS,
  ) {}

  start(): Promise<void> {
    this.#stopping = false
    const opened = this.parts.current.opened
    if (opened === null || opened.store.facts.readOnly !== null) return Promise.resolve()
    this.#timer = setInterval(() => this.#tick(), this.tickMs)
    this.#timer.unref()
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    this.#stopping = true
    clearInterval(this.#timer)
    await this.#work
  }

  #tick(): void {
    this.#work ??= asSystem('forwarding.reminders', () => this.run())
      .catch((error: unknown) => this.parts.logger.bug('reminders', error))
      .finally(() => {
        this.#work = null
      })
  }

  /** One round. */
  async run(): Promise<void> {
    const { store, leases } = this.parts.current
    const due = await store.read((db) => dueReminders(db, this.parts.clock.now()))
    if (!due.ok || due.value.length === 0) return
    const held = await leases.hold(LEASE)
    if (held.state !== 'held') return
    try {
      for (const id of due.value) {
        // Who leaves waits for the one that is being written and for no other.
        if (this.#stopping) return
        await remindDue(this.parts, id, held.lease)
      }
    } finally {
      await leases.release(LEASE)
    }
  }
}
