import type { PlatformParts } from '@main/features/platforms/platform-ports'
import { duePlatforms } from '@main/features/platforms/due-platforms'
import { syncPlatform } from '@main/features/platforms/sync-platform'
import { asSystem } from '@main/store/audit/acting'

const TICK_MS = 10_000

/** Reads the online platforms and tells them what the office did, one desk at a time; a part of the engine's lifecycle. */
export class PlatformsJob {
  readonly name = 'platforms'
  #timer: NodeJS.Timeout | undefined
  #work: Promise<void> | null = null
  #stopped = true

  constructor(
    private readonly parts: PlatformParts,
    private readonly changed: () => void,
  ) {}

  start(): Promise<void> {
    const opened = this.parts.current.opened
    if (opened === null || opened.store.facts.readOnly !== null) return Promise.resolve()
    this.#stopped = false
    this.#timer = setInterval(() => this.#tick(), TICK_MS)
    this.#timer.unref()
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#timer)
    await this.#work
  }

  #tick(): void {
    this.#work ??= this.#sync()
      .catch((error: unknown) => this.parts.logger.bug('platforms', error))
      .finally(() => {
        this.#work = null
      })
  }

  async #sync(): Promise<void> {
    const { leases } = this.parts.current
    for (const id of await duePlatforms(this.parts)) {
      if (this.#stopped) return
      const held = await leases.hold(`platform:${id}`)
      if (held.state !== 'held') continue
      try {
        const synced = await asSystem('platforms.sync', () => syncPlatform(this.parts, id, held.lease))
        if (!synced.ok) this.parts.logger.warn('a platform was not read', { code: synced.error.code })
      } finally {
        await leases.release(held.lease.name)
        this.changed()
      }
    }
  }
}
