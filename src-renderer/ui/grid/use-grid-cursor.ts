import { nextTick, ref, watch, type Ref } from 'vue'
import type { GridSource, RowKey } from './grid-types'

export interface GridCursorOptions<T> {
  readonly source: () => GridSource<T>
  readonly keyOf: (row: T) => RowKey
  readonly active: Ref<RowKey | null>
  readonly body: Readonly<Ref<HTMLElement | null>>
  readonly reveal: (index: number) => void
}

/**
 * The row that the keyboard is on. It is known by its key, so that it stays the same row whatever comes above it,
 * and by its index while its row is not held. `cell` is the column that Left and Right walk to; -1 is the whole row.
 */
export const useGridCursor = <T>({ source, keyOf, active, body, reveal }: GridCursorOptions<T>) => {
  const index = ref(0)
  const cell = ref(-1)

  const focusTarget = (): HTMLElement | null => {
    const row = body.value?.querySelector<HTMLElement>(`[data-index="${index.value}"]`) ?? null
    return cell.value < 0 ? row : (row?.querySelector<HTMLElement>(`[data-cell="${cell.value}"]`) ?? row)
  }

  const hasFocus = (): boolean => body.value?.contains(document.activeElement) ?? false

  const focus = async (): Promise<void> => {
    await nextTick()
    focusTarget()?.focus({ preventScroll: true })
  }

  /** Goes to a row; it is scrolled into view, and takes the focus if the grid had it (or `take`s it). */
  const goTo = async (wanted: number, take = false): Promise<void> => {
    const { total, rowAt } = source()
    if (total.value === 0) return
    const held = take || hasFocus()
    index.value = Math.min(Math.max(0, wanted), total.value - 1)
    const row = rowAt(index.value)
    if (row !== undefined) active.value = keyOf(row)
    reveal(index.value)
    if (held) await focus()
  }

  /** Another list took the place of this one: its first row, unless the chosen one is in it too. */
  const restart = (): void => {
    if (active.value === null || source().indexOf(active.value) === undefined) index.value = 0
  }

  // Another list, or the same one asked again: find the row by its key; a row that has gone leaves the place to the
  // one that came there, without choosing it.
  watch(
    () =>
      [active.value, source().total.value, active.value === null ? undefined : source().indexOf(active.value)] as const,
    async ([key, total, found], before) => {
      const held = hasFocus()
      if (key !== null && found !== undefined) index.value = found
      else index.value = Math.max(0, Math.min(index.value, total - 1))
      if (held && before) await focus()
    },
    { immediate: true },
  )

  // A row that was only a placeholder when the cursor came to it is chosen as soon as it is there.
  watch(
    () => source().rowAt(index.value),
    (row, before) => {
      if (row === undefined || before !== undefined || !hasFocus()) return
      active.value = keyOf(row)
      void focus()
    },
  )

  return { index, cell, goTo, focus, restart, hasFocus }
}
