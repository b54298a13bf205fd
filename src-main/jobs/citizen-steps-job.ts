import type { FeatureParts } from '@main/features/feature-parts'
import { isTellingDue, tellCitizens } from '@main/features/citizen/tell-citizens'
import { asSystem } from '@main/store/audit/acting'

const LEASE = 'citizen-steps'
/** A step is told when it can no longer be taken back, a minute after it: seconds do not count. */
const TICK_MS = 5000

/** Writes to citizens about the steps that the office chose, one desk at a time; a part of the engine's lifecycle. */
export class CitizenStepsJob {
  readonly name = 'citizen-steps'
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
    this.#work ??= this.#tell()
      .catch((error: unknown) => this.parts.logger.bug('citizen steps', error))
      .finally(() => {
        this.#work = null
      })
  }

  async #tell(): Promise<void> {
    const { current, clock } = this.parts
    const { store, leases } = current
    const isDue = async (): Promise<boolean> => {
      const answer = await store.read((db) => isTellingDue(db, clock.now()))
      return answer.ok && answer.value
    }
    if (!(await isDue())) return
    for (;;) {
      const held = await leases.hold(LEASE)
      if (held.state !== 'held') return
      const told = await asSystem('citizen.tell', () => tellCitizens(this.parts, held.lease))
      if (!told.ok || told.value === 0 || this.#stopped) break
    }
    await leases.release(LEASE)
  }
}
