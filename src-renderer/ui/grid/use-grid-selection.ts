import { until } from '@vueuse/core'
import { computed, type Ref } from 'vue'
import type { GridSource, RowKey } from './grid-types'

/** Which rows are chosen: a set of keys, a pivot that ranges start from, and "all" through the source. */
export const useGridSelection = <T>(
  source: () => GridSource<T>,
  keyOf: (row: T) => RowKey,
  selected: Ref<ReadonlySet<RowKey>>,
) => {
  let pivot: number | null = null
  let basis: ReadonlySet<RowKey> = new Set()
  let newest = 0

  const toggle = (index: number): void => {
    const row = source().rowAt(index)
    if (row === undefined) return
    const next = new Set(selected.value)
    const key = keyOf(row)
    if (!next.delete(key)) next.add(key)
    selected.value = next
    pivot = index
    basis = new Set(next)
  }

  /** Everything from the pivot to `index` besides what was chosen before the range began. */
  const extendTo = async (index: number, from: number): Promise<void> => {
    if (pivot === null) {
      pivot = from
      basis = new Set(selected.value)
    }
    newest += 1
    const mine = newest
    const keys = await source().keysBetween(pivot, index)
    if (mine === newest) selected.value = new Set([...basis, ...keys])
  }

  const clear = (): void => {
    pivot = null
    newest += 1
    selected.value = new Set()
  }

  const selectAll = async (): Promise<void> => {
    newest += 1
    const mine = newest
    // All of the list that was asked for, not of the one that still stands there.
    await until(source().isChanging).toBe(false)
    const total = source().total.value
    if (total === 0 || mine !== newest) return
    const keys = await source().keysBetween(0, total - 1)
    if (mine === newest) selected.value = new Set(keys)
  }

  const allState = computed((): boolean | 'indeterminate' => {
    if (selected.value.size === 0) return false
    return selected.value.size >= source().total.value ? true : 'indeterminate'
  })

  return {
    toggle,
    extendTo,
    clear,
    selectAll,
    allState,
    toggleAll: (): void => {
      if (selected.value.size > 0) clear()
      else void selectAll()
    },
    /** A plain move ends a range. */
    dropPivot: (): void => {
      pivot = null
    },
  }
}
