import type { Announcement } from './share-folder'
import type { DeskIdentity } from './machine'

/** A desk whose counter stood still so long, on the watcher's own clock, is gone. */
export const GONE_MS = 45_000

/** Knows who is alive: by its counter, or (on this machine) by its process. */
export class BeatWatch {
  readonly #seen = new Map<string, { beat: number; since: number }>()

  constructor(
    private readonly me: DeskIdentity,
    private readonly monotonic: () => number,
    private readonly isRunning: (pid: number) => boolean = processRuns,
  ) {}

  isAlive(other: Pick<Announcement, 'desk' | 'boot' | 'pid' | 'beat'>): boolean {
    if (other.boot === this.me.boot && !this.isRunning(other.pid)) return false
    const seen = this.#seen.get(other.desk)
    const now = this.monotonic()
    if (seen === undefined || seen.beat !== other.beat) {
      this.#seen.set(other.desk, { beat: other.beat, since: now })
      return true
    }
    return now - seen.since < GONE_MS
  }
}

const watches = new Map<string, BeatWatch>()

/**
 * What this process has seen of a store's desks. An opening that came to nothing is tried again every few seconds: each try
 * that began to wait anew would take a desk that died for one that is there, for ever.
 */
export const watchOf = (storePath: string, me: DeskIdentity): BeatWatch => {
  const key = `${storePath}\n${me.boot}`
  const known = watches.get(key)
  if (known !== undefined) return known
  const watch = new BeatWatch(me, () => performance.now())
  watches.set(key, watch)
  return watch
}

const processRuns = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process may not be asked, but it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
