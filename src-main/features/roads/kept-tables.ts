import { HOUR_MS } from '@shared/kernel/instant'
import { type RoadCells, RoadsError } from '@main/platform/roads'

/** Roads are what they were this morning; a server that was away is asked again soon. */
const FRESH_MS = 12 * HOUR_MS
const FAILED_MS = 20_000
const MOST = 64

interface Kept {
  readonly at: number
  readonly found: Promise<RoadCells>
  hasFailed: boolean
}

/** The tables of the last days that somebody looked at, each by its set of points: asked once, also when asked twice at a time. */
export class KeptTables {
  readonly #tables = new Map<string, Kept>()

  table(key: string, now: number, ask: () => Promise<RoadCells>): Promise<RoadCells> {
    const known = this.#tables.get(key)
    if (known && now - known.at < (known.hasFailed ? FAILED_MS : FRESH_MS)) return known.found
    const kept: Kept = { at: now, found: ask(), hasFailed: false }
    kept.found.catch((error: unknown) => {
      // What is no refusal of the server is a bug, and bugs are not kept.
      if (error instanceof RoadsError) kept.hasFailed = true
      else this.#tables.delete(key)
    })
    this.#tables.delete(key)
    this.#tables.set(key, kept)
    const [oldest] = this.#tables.keys()
    if (this.#tables.size > MOST && oldest !== undefined) this.#tables.delete(oldest)
    return kept.found
  }
}
