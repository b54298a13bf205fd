import { getCurrentScope, onScopeDispose, shallowRef, watch, type Ref, type ShallowRef, type WatchSource } from 'vue'
import type { Change, Entity } from '@shared/contract/events'
import type { AppError } from '@shared/kernel/app-error'
import type { Result } from '@shared/kernel/result'
import type { ChangeBatch } from './change-bus'
import { useDesk } from './client'

/** A loading sign that shows for less than this is a flicker, not news. */
const PATIENCE_MS = 200

export interface UseQueryOptions {
  /** Ask again when one of these changes. */
  readonly watch?: WatchSource | WatchSource[]
  /** Ask again when the engine tells of a change to one of these tables. */
  readonly entities?: readonly Entity[]
  /** Of those changes, the ones that matter (this ticket, not any). A change of id 0 may be any, and always does. */
  readonly touches?: (change: Change) => boolean
  /** News brings another question at most once in so many milliseconds. */
  readonly restMs?: number
  /** While this is false nothing is asked (a ticket that is not chosen yet). */
  readonly enabled?: () => boolean
}

export interface QueryState<T> {
  /** The newest answer; kept while a newer one is on its way and when that one fails. */
  readonly data: Readonly<ShallowRef<T | undefined>>
  readonly error: Readonly<ShallowRef<AppError | undefined>>
  /** True once the *first* answer takes longer than a fifth of a second. */
  readonly isLoading: Readonly<Ref<boolean>>
  /** What is shown is older than the newest question. */
  readonly isStale: Readonly<Ref<boolean>>
  readonly refresh: () => Promise<void>
}

/**
 * Asks, and asks again when its inputs or the store change. An answer to older inputs is dropped; news that comes
 * while an answer is on its way waits for it, so that a busy store cannot keep a list from ever being drawn.
 */
export const useQuery = <T>(ask: () => Promise<Result<T>>, options: UseQueryOptions = {}): QueryState<T> => {
  const { changes, recall } = useDesk()
  const data = shallowRef<T>()
  const error = shallowRef<AppError>()
  const isLoading = shallowRef(false)
  const isStale = shallowRef(false)
  const enabled = options.enabled ?? (() => true)
  let newest = 0
  let inFlight = false
  let askAgain = false
  let isOld = false

  const clear = (): void => {
    data.value = undefined
    error.value = undefined
    isLoading.value = false
    isStale.value = false
    inFlight = false
  }

  const refresh = async (): Promise<void> => {
    newest += 1
    const mine = newest
    askAgain = false
    if (!enabled()) return clear()
    inFlight = true
    isStale.value = data.value !== undefined
    const slow = setTimeout(() => {
      if (mine === newest && data.value === undefined) isLoading.value = true
    }, PATIENCE_MS)
    const answer = await recall.reading(ask, options.entities)
    clearTimeout(slow)
    if (mine !== newest) return
    inFlight = false
    isLoading.value = false
    isStale.value = false
    isOld = recall.isOld(answer)
    error.value = answer.ok ? undefined : answer.error
    if (answer.ok) data.value = answer.value
    if (askAgain) await refresh()
  }

  const { touches, restMs = 0 } = options
  let lastAsked = -Infinity
  let rest: ReturnType<typeof setTimeout> | undefined
  const askForNews = (): void => {
    rest = undefined
    lastAsked = performance.now()
    if (inFlight) askAgain = true
    else void refresh()
  }
  const onNews = (batch: ChangeBatch): void => {
    const isOurs = batch.everything || !touches || batch.changes.some((change) => change.id === 0 || touches(change))
    if (!isOurs || rest !== undefined) return
    const left = restMs - (performance.now() - lastAsked)
    if (restMs === 0 || left <= 0) askForNews()
    else rest = setTimeout(askForNews, left)
  }

  if (options.watch) watch(options.watch, () => void refresh(), { deep: 1 })
  /** Also what follows no table is asked again where it could not be answered. */
  const onReturn = (batch: ChangeBatch): void => {
    if (batch.everything && (isOld || error.value !== undefined)) askForNews()
  }
  const off = options.entities ? changes.on(options.entities, onNews) : changes.on([], onReturn)
  if (getCurrentScope())
    onScopeDispose(() => {
      newest += 1
      askAgain = false
      clearTimeout(rest)
      off()
    })
  void refresh()

  return { data, error, isLoading, isStale, refresh }
}
