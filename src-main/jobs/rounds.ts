import type { Result } from '@shared/kernel/result'
import type { FeatureParts } from '@main/features/feature-parts'
import type { OpenedStore } from '@main/store/current-store'
import type { ReadDb } from '@main/store/handles'
import type { Part } from '@main/platform/part'

/** So long a store in which nothing changed is believed to hold what it held, whatever else might tell of work. */
const BELIEVED_MS = 60_000

export interface RoundsOptions {
  readonly name: string
  readonly everyMs: number
  /** One round; what takes long asks `isStopped` between its steps and leaves when the desk does. */
  readonly round: (isStopped: () => boolean) => Promise<void>
  /**
   * Whether the store holds any such work at all, due or not. Where it holds none no round begins, and the store is not
   * asked again before something in it has changed: an idle desk must cost a file server next to nothing.
   */
  readonly holdsWork?: (db: ReadDb) => Promise<boolean>
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
  const holdsWork = workLook(parts, options.holdsWork)
  const oneRound = async (): Promise<void> => {
    if (await holdsWork()) await options.round(() => isStopped)
  }
  const look = (): void => {
    if (isStopped) return
    running ??= oneRound()
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

/** Asks `holdsWork`, and remembers the answer for as long as the store that gave it says nothing new. */
const workLook = (
  { current }: Pick<FeatureParts, 'current'>,
  holdsWork: RoundsOptions['holdsWork'],
): (() => Promise<boolean>) => {
  let known: {
    readonly opened: OpenedStore
    readonly watermark: number
    readonly at: number
    readonly answer: boolean
  } | null = null
  return async () => {
    const { opened } = current
    if (holdsWork === undefined || opened === null) return true
    const { feed } = opened.store
    const isBelieved = known?.opened === opened && known.watermark === feed.watermark
    if (known !== null && isBelieved && performance.now() - known.at < BELIEVED_MS) return known.answer
    // Noted before the store is asked: what is written meanwhile is seen now or told afterwards.
    const asked = { opened, watermark: feed.watermark, at: performance.now() }
    const found: Result<boolean> = await opened.store.read(holdsWork)
    if (!found.ok) return false
    known = { ...asked, answer: found.value }
    return found.value
  }
}
