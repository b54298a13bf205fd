import type { Line } from '@shared/calls/lines'
import type { Change } from '@shared/contract/events'
import type { OfficeMoment } from '@shared/desks/notice-hours'
import type { CallId } from '@shared/kernel/ids'
import { waitingCalls } from '@main/features/calls/calls-queries'
import type { Clock } from '@main/platform/clock'
import type { Store } from '@main/store/store'
import { officeMomentAt } from './office-moment'

/** A call that begins to ring, or rings no more. */
export interface CallBell {
  readonly callId: CallId
  readonly rings: boolean
  /** The line that it came in on, as the office names it; its number where it does not. */
  readonly line: string
  /** Decides at which desks it rings; null: at every one. */
  readonly known: Line | null
  readonly office: OfficeMoment
}

/** A group of telephones that goes mad is not a wall of notices. */
const MOST_AT_ONCE = 3

/** Which calls have begun to ring since the last look, and which of those that were told have ended or been taken. */
export class CallBells {
  readonly #rings = new Map<CallId, Pick<CallBell, 'line' | 'known'>>()
  #work: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  /** One look after the other, so that no call is told twice. */
  of(changes: readonly Change[]): Promise<readonly CallBell[]> {
    if (!changes.some(({ entity }) => entity === 'calls')) return Promise.resolve([])
    const mine = this.#work.then(() => this.#look())
    this.#work = mine.catch(() => undefined)
    return mine
  }

  async #look(): Promise<readonly CallBell[]> {
    const found = await this.store.read(async (db) => {
      const now = this.clock.now()
      const waiting = await waitingCalls(db, now)
      const fresh = waiting.filter(({ id }) => !this.#rings.has(id)).slice(-MOST_AT_ONCE)
      return { waiting, fresh, office: fresh.length === 0 ? 'open' : await officeMomentAt(db, now) } as const
    })
    if (!found.ok) return []
    const { waiting, fresh, office } = found.value
    const over = [...this.#rings].filter(([id]) => !waiting.some((call) => call.id === id))
    for (const [id] of over) this.#rings.delete(id)
    for (const { id, line, known } of waiting) this.#rings.set(id, { line, known })
    return [
      ...over.map(([callId, call]) => ({ callId, rings: false, ...call, office })),
      ...fresh.map(({ id: callId, line, known }) => ({ callId, rings: true, line, known, office })),
    ]
  }
}
