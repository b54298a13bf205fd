import { MINUTE_MS } from '@shared/kernel/instant'
import { askCitizens, isAskingDue } from '@main/features/citizen/ask-citizens'
import type { FeatureParts } from '@main/features/feature-parts'
import { asSystem } from '@main/store/audit/acting'

const LEASE = 'follow-ups'
/** A question that is due in days need not leave this second. */
const TICK_MS = 5 * MINUTE_MS

/** Asks citizens whether it is settled, one desk at a time; a part of the engine's lifecycle. */
export class FollowUpJob {
  readonly name = 'follow-ups'
  #timer: NodeJS.Timeout | undefined
  #work: Promise<void> | null = null
  #stopped = true

  constructor(
    private readonly parts: FeatureParts,
    private readonly tickMs = TICK_MS,
  ) {}

  start(): Promise<void> {
    const opened = this.parts.current.opened
    if (opened === null || opened.store.facts.readOnly !== null) return Promise.resolve()
    this.#stopped = false
    this.#timer = setInterval(() => this.#tick(), this.tickMs)
    this.#timer.unref()
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#timer)
    await this.#work
  }

  #tick(): void {
    this.#work ??= this.#ask()
      .catch((error: unknown) => this.parts.logger.bug('follow-ups', error))
      .finally(() => {
        this.#work = null
      })
  }

  async #ask(): Promise<void> {
    const { current, clock } = this.parts
    const due = await current.store.read((db) => isAskingDue(db, clock.now()))
    if (!due.ok || !due.value) return
    for (;;) {
      const held = await current.leases.hold(LEASE)
      if (held.state !== 'held') return
      const asked = await asSystem('citizen.ask', () => askCitizens(this.parts, held.lease))
      if (!asked.ok || asked.value === 0 || this.#stopped) break
    }
    await current.leases.release(LEASE)
  }
}
