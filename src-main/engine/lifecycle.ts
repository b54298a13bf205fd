import type { Logger } from '@main/platform/logger'
import type { Part } from '@main/platform/part'

/** What starts is one list; what stops is that list backwards. A part that fails to stop does not keep the others. */
export class Lifecycle {
  readonly #running: Part[] = []

  constructor(private readonly logger: Logger) {}

  async start(parts: readonly Part[]): Promise<void> {
    for (const part of parts) {
      await part.start()
      this.#running.push(part)
    }
  }

  async stop(): Promise<void> {
    for (let part = this.#running.pop(); part; part = this.#running.pop()) {
      try {
        await part.stop()
      } catch (error) {
        this.logger.bug('part did not stop', error, { part: part.name })
      }
    }
  }
}
