import type { Change, Entity } from '@shared/contract/events'
import type { DeskLine, Unsubscribe } from './bridge'

/** `everything` says that news may have been missed: ask again whatever is shown. */
export interface ChangeBatch {
  readonly everything: boolean
  readonly changes: readonly Change[]
}

export interface ChangeBus {
  /** Listens to batches that touch one of `entities` (all of them when none are named). */
  on(entities: readonly Entity[], listener: (batch: ChangeBatch) => void): Unsubscribe
  announceEverything(): void
}

/** The payload was parsed by the engine against the contract; this only opens the envelope. */
const changesOf = (payload: unknown): readonly Change[] =>
  payload !== null && typeof payload === 'object' && 'changes' in payload && Array.isArray(payload.changes)
    ? (payload.changes as Change[])
    : []

/**
 * Turns the engine's `changes` events into at most one batch per animation frame: a mail poll that brings 25
 * tickets redraws a list once. `schedule` is the frame clock; a hidden window has none, so a timer stands by.
 */
export const createChangeBus = (bridge: DeskLine, schedule: (run: () => void) => void = nextFrame): ChangeBus => {
  const listeners = new Map<(batch: ChangeBatch) => void, ReadonlySet<Entity>>()
  let gathered: Change[] = []
  let everything = false
  let scheduled = false

  const flush = (): void => {
    scheduled = false
    const batch: ChangeBatch = { everything, changes: gathered }
    gathered = []
    everything = false
    for (const [listener, entities] of listeners) {
      if (batch.everything || entities.size === 0) {
        listener(batch)
        continue
      }
      const changes = batch.changes.filter((change) => entities.has(change.entity))
      if (changes.length > 0) listener({ everything: false, changes })
    }
  }

  const soon = (): void => {
    if (scheduled) return
    scheduled = true
    schedule(flush)
  }

  bridge.subscribe(({ name, payload }) => {
    if (name !== 'changes') return
    gathered.push(...changesOf(payload))
    if (gathered.length > 0) soon()
  })

  return {
    on: (entities, listener) => {
      listeners.set(listener, new Set(entities))
      return () => listeners.delete(listener)
    },
    announceEverything: () => {
      everything = true
      soon()
    },
  }
}

const nextFrame = (run: () => void): void => {
  let done = false
  const once = (): void => {
    if (done) return
    done = true
    run()
  }
  requestAnimationFrame(once)
  setTimeout(once, 250)
}
