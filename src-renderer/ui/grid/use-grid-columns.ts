import { computed, type Ref } from 'vue'
import type { GridColumn, GridLayout } from './grid-types'

const MIN_WIDTH = 56
const MAX_WIDTH = 900
const SELECT_WIDTH = 36
const MENU_WIDTH = 28

export const EMPTY_LAYOUT: GridLayout = { widths: {}, shown: null }

/** The columns as a person arranged them, and the changes that they make. */
export const useGridColumns = (
  columns: () => readonly GridColumn[],
  layout: () => GridLayout,
  save: (layout: GridLayout) => void,
  /** Whether rows are chosen by a box of their own. */
  pickable = true,
) => {
  const before = pickable ? SELECT_WIDTH : 0
  const isShown = (column: GridColumn): boolean => layout().shown?.includes(column.id) ?? column.optional !== true
  const shown = computed(() => columns().filter(isShown))

  const widthOf = (column: GridColumn): number => layout().widths[column.id] ?? column.width

  const template: Readonly<Ref<string>> = computed(() =>
    [
      ...(pickable ? [`${before}px`] : []),
      ...shown.value.map((column) =>
        column.grow === undefined ? `${widthOf(column)}px` : `minmax(${widthOf(column)}px, ${column.grow}fr)`,
      ),
      `${MENU_WIDTH}px`,
    ].join(' '),
  )

  const minWidth = computed(() => shown.value.reduce((sum, column) => sum + widthOf(column), before + MENU_WIDTH))

  const resize = (column: GridColumn, width: number): void => {
    const within = Math.round(Math.min(MAX_WIDTH, Math.max(column.minWidth ?? MIN_WIDTH, width)))
    save({ ...layout(), widths: { ...layout().widths, [column.id]: within } })
  }

  const toggle = (column: GridColumn): void => {
    const ids = shown.value.map((other) => other.id)
    const next = ids.includes(column.id) ? ids.filter((id) => id !== column.id) : [...ids, column.id]
    if (next.length > 0) save({ ...layout(), shown: next })
  }

  return { shown, isShown, template, minWidth, resize, toggle, widthOf, reset: () => save(EMPTY_LAYOUT) }
}
