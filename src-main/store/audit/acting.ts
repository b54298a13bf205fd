import { AsyncLocalStorage } from 'node:async_hooks'
import type { AuditKind } from '@shared/audit/canonical'

export interface Actor {
  readonly id: number | null
  /** The account's name; `system` for the program itself, empty for a stranger. */
  readonly name: string
}

export const SYSTEM: Actor = { id: null, name: 'system' }

export interface ActFacts {
  readonly kind: Extract<AuditKind, 'change' | 'event'>
  readonly name: string
  readonly actor: Actor
  /** The operating system's user behind the caller, where it is not the desk's own. */
  readonly operator?: string | undefined
  /** The machine where the caller sits, where it is not the desk's own (a served store). */
  readonly station?: string | undefined
  /** A call's parsed input, or an event's own facts; asked when the row is written. */
  readonly input?: () => unknown
  /** Fields of the input that are nobody's data. */
  readonly plain?: readonly string[] | undefined
}

/**
 * Something that somebody does, from the door to the commit. Whoever writes to the store while it goes on writes in its
 * name: the caller travels with the call, so that no use case can forget to pass it on.
 */
export class Act {
  actor: Actor
  /** Whether the register holds it already. */
  recorded = false
  /** Timers and listeners that a call started outlive it and must not go on in its name. */
  over = false

  constructor(readonly facts: ActFacts) {
    this.actor = facts.actor
  }
}

const acts = new AsyncLocalStorage<Act | null>()

/** Runs `body` in the name of that act. */
export const acting = async <T>(act: Act, body: () => Promise<T>): Promise<T> => {
  act.over = false
  try {
    return await acts.run(act, body)
  } finally {
    act.over = true
  }
}

/** Runs `body` as the program itself: a job, whose changes are recorded and whose heartbeats are not. */
export const asSystem = <T>(name: string, body: () => Promise<T>): Promise<T> => {
  const act = new Act({ kind: 'change', name, actor: SYSTEM })
  act.recorded = true
  return acting(act, body)
}

/** The act under way; null for the program's own doings. */
export const currentAct = (): Act | null => {
  const act = acts.getStore() ?? null
  return act === null || act.over ? null : act
}

/** Who has just proved to be who they are: a sign-in begins as a stranger's. */
export const actorKnown = (actor: Actor): void => {
  const act = currentAct()
  if (act !== null) act.actor = actor
}
