import { getCurrentScope, onScopeDispose, ref, shallowRef, watch, type WatchSource } from 'vue'
import type { Entity } from '@shared/contract/events'
import type { AppError } from '@shared/kernel/app-error'
import type { Page } from '@shared/kernel/page'
import type { Result } from '@shared/kernel/result'
import { useDesk } from '@/client/client'
import { findShift, newsKeys } from './row-window'
import { SELECT_LIMIT, type GridSource, type RowKey } from './grid-types'

const PAGE = 100
/** Rows asked beyond what is on screen when the list is asked again: as many may have come above in between. */
const MARGIN = 100
const STEP = 50
/** Rows beyond the screen that are fetched before they are scrolled to. */
const AHEAD = 25
const PATIENCE_MS = 200
const FLASH_MS = 1500

export interface WindowedRowsOptions<T> {
  readonly fetch: (offset: number, limit: number) => Promise<Result<Page<T>>>
  readonly keyOf: (row: T) => RowKey
  /** Another list begins when one of these changes (filter, sort). */
  readonly watch?: WatchSource[]
  /** The same list is asked again when one of these tables changes. */
  readonly entities?: readonly Entity[]
  /** All keys of the list, for "select all"; without it the pages are walked. */
  readonly fetchKeys?: (limit: number) => Promise<Result<readonly RowKey[]>>
}

/** A grid's source over a paged query: pages are fetched as they come on screen, and kept until the list changes. */
export const useWindowedRows = <T>(options: WindowedRowsOptions<T>): GridSource<T> => {
  const { changes, recall } = useDesk()
  const { keyOf } = options
  const rows = shallowRef<ReadonlyMap<number, T>>(new Map())
  const total = ref(0)
  const isLoading = ref(false)
  const isReady = ref(false)
  const isChanging = ref(true)
  const error = shallowRef<AppError>()
  const changed = shallowRef<ReadonlySet<RowKey>>(new Set())
  const shiftListeners: ((rows: number) => void)[] = []
  const resetListeners: (() => void)[] = []
  const fetching = new Set<number>()
  let visible = { from: 0, to: 49 }
  let epoch = 0
  let refreshing = false
  let refreshAgain = false
  let restarted = false

  const put = (base: ReadonlyMap<number, T>, offset: number, page: Page<T>): void => {
    const next = new Map(base)
    page.rows.forEach((row, index) => next.set(offset + index, row))
    rows.value = next
    total.value = page.total
    isReady.value = true
  }

  const fetchPage = async (page: number): Promise<void> => {
    if (fetching.has(page)) return
    fetching.add(page)
    const mine = epoch
    const answer = await recall.reading(() => options.fetch(page * PAGE, PAGE), options.entities)
    fetching.delete(page)
    if (mine !== epoch) return
    error.value = answer.ok ? undefined : answer.error
    if (answer.ok) put(rows.value, page * PAGE, answer.value)
  }

  const ensureRange = (from: number, to: number): void => {
    visible = { from, to }
    if (error.value && rows.value.size === 0) return
    const last = Math.floor((to + AHEAD) / PAGE)
    for (let page = Math.floor(Math.max(0, from - AHEAD) / PAGE); page <= last; page += 1) {
      const start = page * PAGE
      const end = Math.min(total.value, start + PAGE)
      for (let index = start; index < end; index += 1) {
        if (rows.value.has(index)) continue
        void fetchPage(page)
        break
      }
    }
  }

  const flash = (keys: ReadonlySet<RowKey>): void => {
    if (keys.size === 0) return
    changed.value = keys
    setTimeout(() => {
      if (changed.value === keys) changed.value = new Set()
    }, FLASH_MS)
  }

  /** Takes the new window in and tells the grid how far the rows on screen moved. */
  const takeWindow = (offset: number, page: Page<T>): void => {
    const question = { before: rows.value, visible, offset, rows: page.rows, keyOf }
    const isAnother = restarted
    restarted = false
    put(new Map(), offset, page)
    if (isAnother) {
      for (const listener of resetListeners) listener()
      return
    }
    flash(newsKeys(question))
    const shift = findShift(question)
    if (shift !== 0) for (const listener of shiftListeners) listener(shift)
  }

  const askWindow = async (): Promise<void> => {
    epoch += 1
    const mine = epoch
    fetching.clear()
    const slow = setTimeout(() => {
      if (mine === epoch && (restarted || rows.value.size === 0)) isLoading.value = true
    }, PATIENCE_MS)
    // In steps: a screen of a few rows more or less asks the same, and is known when the store does not answer.
    const offset = Math.max(0, Math.floor((visible.from - MARGIN) / STEP) * STEP)
    const limit = Math.min(500, Math.ceil((visible.to + 1 + MARGIN) / STEP) * STEP - offset)
    const answer = await recall.reading(() => options.fetch(offset, limit), options.entities)
    clearTimeout(slow)
    if (mine !== epoch) return
    isLoading.value = false
    error.value = answer.ok ? undefined : answer.error
    if (answer.ok) takeWindow(offset, answer.value)
    else if (restarted) put(new Map(), 0, { rows: [], total: 0 })
    isChanging.value = false
    if (!answer.ok) return
    ensureRange(visible.from, visible.to)
  }

  const refresh = async (): Promise<void> => {
    if (refreshing) {
      refreshAgain = true
      return
    }
    refreshing = true
    do {
      refreshAgain = false
      await askWindow()
    } while (refreshAgain)
    refreshing = false
  }

  /** Another list: from its top. What is on screen stays until the answer is there. */
  const restart = (): void => {
    visible = { from: 0, to: visible.to - visible.from }
    restarted = true
    isChanging.value = true
    epoch += 1
    void refresh()
  }

  const keysBetween = async (from: number, to: number): Promise<readonly RowKey[]> => {
    const low = Math.min(from, to)
    const high = Math.min(Math.max(from, to), low + SELECT_LIMIT - 1)
    if (low === 0 && high === Math.min(total.value, SELECT_LIMIT) - 1 && options.fetchKeys) {
      const all = await options.fetchKeys(SELECT_LIMIT)
      return all.ok ? all.value : []
    }
    const missing = new Set<number>()
    for (let index = low; index <= high; index += 1) if (!rows.value.has(index)) missing.add(Math.floor(index / PAGE))
    for (const page of missing) await fetchPage(page)
    const keys: RowKey[] = []
    for (let index = low; index <= high; index += 1) {
      const row = rows.value.get(index)
      if (row !== undefined) keys.push(keyOf(row))
    }
    return keys
  }

  const indexOf = (key: RowKey): number | undefined => {
    for (const [index, row] of rows.value) if (keyOf(row) === key) return index
    return undefined
  }

  if (options.watch) watch(options.watch, restart, { deep: true })
  const off = options.entities ? changes.on(options.entities, () => void refresh()) : () => undefined
  if (getCurrentScope())
    onScopeDispose(() => {
      epoch += 1
      off()
    })
  void refresh()

  return {
    total,
    isLoading,
    isReady,
    isChanging,
    error,
    changed,
    rowAt: (index) => rows.value.get(index),
    indexOf,
    ensureRange,
    keysBetween,
    onShift: (listener) => void shiftListeners.push(listener),
    onReset: (listener) => void resetListeners.push(listener),
    refresh,
  }
}
