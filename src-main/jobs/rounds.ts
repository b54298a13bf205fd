import type { FeatureParts } from '@main/features/feature-parts'
import type { OpenedStore } from '@main/store/current-store'
import type { Part } from '@main/platform/part'

export interface RoundsOptions {
  readonly name: string
  readonly everyMs: number
  /** One round; what takes long asks `isStopped` between its steps and leaves when the desk does. */
  readonly round: (isStopped: () => boolean) => Promise<void>
  /** What else is heard of while the store is open; `look` begins a round at once. Answers how to end that. */
  readonly listen?: (opened: OpenedStore, look: () => void) => () => void
}

/**
 * Work that comes round every so often while a store is open that this desk may write; a part of the engine's lifecycle.
 * Never two rounds at once, and whoever stops it waits for the one that runs.
 */
export const rounds = (parts: Pick<FeatureParts, 'current' | 'logger'>, options: RoundsOptions): Part => {
  const { name } = options
  let timer: NodeJS.Timeout | undefined
  let unlisten: (() => void) | undefined
  let running: Promise<void> | null = null
  let isStopped = true
  const look = (): void => {
    if (isStopped) return
    running ??= options
      .round(() => isStopped)
      .catch((error: unknown) => parts.logger.bug(name, error))
      .finally(() => {
        running = null
      })
  }
  return {
    name,
    start: () => {
      const { opened } = parts.current
      if (opened === null || opened.store.facts.readOnly !== null) return Promise.resolve()
      isStopped = false
      timer = setInterval(look, options.everyMs)
      timer.unref()
      unlisten = options.listen?.(opened, look)
      return Promise.resolve()
    },
    stop: async () => {
      isStopped = true
      clearInterval(timer)
      unlisten?.()
      await running
    },
  }
}
