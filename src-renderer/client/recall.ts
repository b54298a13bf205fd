import { shallowRef, type ShallowRef } from 'vue'
import type { Invoke } from '@shared/contract/define'
import type { Change, Entity } from '@shared/contract/events'
import { appError, type AppError, type ErrorCode } from '@shared/kernel/app-error'
import { err, ok, type Result } from '@shared/kernel/result'

/** The store is away and nobody is refused: its engine is silent, or says that disk or folder do not answer. */
export const STORE_AWAY: readonly ErrorCode[] = ['engine_unreachable', 'store_unreachable', 'store_gone']
/** Questions whose answers are held; a morning's pages ask fewer. */
const MOST = 400

interface Held {
  readonly value: unknown
  readonly at: number
  /** The tables that it tells of; null where nobody knows. */
  readonly of: readonly Entity[] | null
}

/** What pages were told last: shown again, as of then, for as long as the store does not answer. */
export interface Recall {
  readonly invoke: Invoke
  /** Asks for what a page shows: the calls that `question` makes at once are answered from memory where they must be. */
  readonly reading: <T>(question: () => Promise<Result<T>>, of?: readonly Entity[]) => Promise<Result<T>>
  /** That answer came from memory. */
  readonly isOld: (answer: object) => boolean
  /** What was answered before may have been other since. */
  readonly changed: (changes: readonly Change[]) => void
  /** Since when nothing newer was heard, of what is on screen; null while the store answers. */
  readonly asOf: Readonly<ShallowRef<number | null>>
  /** The engine says that disk or folder fail: what is shown from memory later is as of now at best. */
  readonly failing: () => void
  /** Nothing is heard from now on: whoever waits for an answer is given the last one. */
  readonly away: () => void
  /** It answers again; true where somebody was shown something old, or nothing. */
  readonly back: () => boolean
  /** Another page: what the one before showed counts no more. */
  readonly turned: () => void
  /** Whoever comes next is shown nothing of this. */
  readonly forget: () => void
}

export const createRecall = (invoke: Invoke, now: () => number = Date.now): Recall => {
  const held = new Map<string, Held>()
  const waiting = new Set<(answer: Result<never>) => void>()
  const asOf = shallowRef<number | null>(null)
  let lostAt: number | null = null
  let isReading = false
  let readingOf: Held['of'] = null
  let hasMissed = false
  const old = new WeakSet<object>()
  const changedAt = new Map<Entity, number>()
  /** Counts those who were forgotten: an answer to one of them is nothing for the next. */
  let person = 0

  /** As long as none of its tables changed an answer is as new as the last word that was heard. */
  const timeOf = ({ at, of }: Held): number =>
    of !== null && lostAt !== null && of.every((entity) => (changedAt.get(entity) ?? 0) < at)
      ? Math.max(lostAt, at)
      : at

  const remember = (key: string, value: unknown, of: Held['of']): void => {
    // Taken out and put in again: the oldest question is the first.
    held.delete(key)
    held.set(key, { value, at: now(), of })
    const [oldest] = held.keys()
    if (held.size > MOST && oldest !== undefined) held.delete(oldest)
  }
  const orLost = (answer: Promise<Result<unknown>>): Promise<Result<unknown>> =>
    new Promise((resolve, reject) => {
      waiting.add(resolve)
      answer.then(resolve, reject).finally(() => waiting.delete(resolve))
    })

  const ask: Invoke = async (name, input) => {
    const key = `${name} ${JSON.stringify(input)}`
    const of = readingOf
    const asker = person
    const answer = await orLost(invoke(name, input))
    if (answer.ok) {
      if (asker === person) remember(key, answer.value, of)
      return answer
    }
    if (!STORE_AWAY.includes((answer.error as AppError).code)) return answer
    hasMissed = true
    const known = held.get(key)
    if (known === undefined) return answer
    lostAt ??= now()
    const time = timeOf(known)
    asOf.value = Math.min(asOf.value ?? time, time)
    const again = ok(known.value)
    old.add(again)
    return again
  }

  return {
    invoke: (name, input) => (isReading ? ask(name, input) : invoke(name, input)),
    reading: (question, of) => {
      isReading = true
      readingOf = of ?? null
      try {
        return question()
      } finally {
        isReading = false
      }
    },
    isOld: (answer) => old.has(answer),
    changed: (changes) => {
      for (const { entity } of changes) changedAt.set(entity, now())
    },
    asOf,
    failing: () => {
      lostAt ??= now()
    },
    away: () => {
      lostAt ??= now()
      asOf.value ??= lostAt
      for (const resolve of [...waiting]) resolve(err(appError('engine_unreachable')))
    },
    back: () => {
      lostAt = null
      asOf.value = null
      const was = hasMissed
      hasMissed = false
      return was
    },
    turned: () => {
      if (asOf.value !== null) asOf.value = lostAt
    },
    forget: () => {
      person += 1
      held.clear()
    },
  }
}
