import { isCopyDue } from '@shared/copies/schedule'
import type { CopiesParts } from '@main/features/copies/copies-parts'
import { readCopyNotes } from '@main/features/copies/copy-notes-queries'
import { makeCopy } from '@main/features/copies/make-copy'
import { inBackground } from '@main/platform/in-background'
import { Act, SYSTEM, acting } from '@main/store/audit/acting'

const LEASE = 'copies'
/** Asked this often whether a copy is due. The first question waits as long: a desk that starts has better things to do. */
const TICK_MS = 60_000
/** While a copy is made its holder must be seen alive (see store/leases.ts). */
const BEAT_MS = 10_000
/** After a failure another desk gets its chance: this one may not reach the folder at all. */
const STEP_BACK_MS = 10 * 60_000

export interface CopyJobOptions {
  readonly tickMs?: number
}

/** Makes the planned copies, one desk at a time; a part of the engine's lifecycle. */
export class CopyJob {
  readonly name = 'copies'
  #timer: NodeJS.Timeout | undefined
  #work: Promise<void> | null = null
  #notBefore = 0

  constructor(
    private readonly parts: CopiesParts,
    private readonly options: CopyJobOptions = {},
  ) {}

  start(): Promise<void> {
    const opened = this.parts.current.opened
    if (opened === null || opened.store.facts.readOnly !== null) return Promise.resolve()
    this.#timer = setInterval(() => this.#tick(), this.options.tickMs ?? TICK_MS)
    this.#timer.unref()
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    this.parts.runningCopy.current?.stop()
    await this.#work
  }

  #tick(): void {
    this.#work ??= this.#copyWhenDue()
      .catch((error: unknown) => this.parts.logger.bug('copies', error))
      .finally(() => {
        this.#work = null
      })
  }

  async #copyWhenDue(): Promise<void> {
    const { current, clock } = this.parts
    if (clock.monotonic() < this.#notBefore || this.parts.runningCopy.current !== null) return
    const isDue = async (): Promise<boolean> => {
      const notes = await current.store.read(readCopyNotes)
      if (!notes.ok) return false
      const { settings, lastCopyAt, zone } = notes.value
      return settings.enabled && isCopyDue(settings.times, lastCopyAt, clock.now(), zone)
    }
    if (!(await isDue())) return
    const { leases } = current
    if ((await leases.hold(LEASE)).state !== 'held') return
    const beat = setInterval(() => inBackground(this.parts.logger, 'copies.beat', leases.hold(LEASE)), BEAT_MS)
    try {
      // Another desk may have made it between the two looks.
      if (!(await isDue())) return
      const made = await acting(new Act({ kind: 'event', name: 'copies.make', actor: SYSTEM }), () =>
        makeCopy(this.parts),
      )
      if (made.ok) return
      this.#notBefore = clock.monotonic() + STEP_BACK_MS
      this.parts.logger.warn('copies.failed', { code: made.error.code })
    } finally {
      clearInterval(beat)
      await leases.release(LEASE)
    }
  }
}
