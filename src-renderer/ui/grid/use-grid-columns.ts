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
  {
    pickable = true,
    gridWidth,
  }: {
    /** Whether rows are chosen by a box of their own. */
    readonly pickable?: boolean
    /** Pixels. */
    readonly gridWidth: () => number
  },
) => {
  const before = pickable ? SELECT_WIDTH : 0
  const isShown = (column: GridColumn): boolean =>
    layout().shown?.includes(column.id) ?? (column.optional !== true && (column.room ?? 0) <= gridWidth())
  const shown = computed(() => columns().filter(isShown))

  const chosenWidth = (column: GridColumn): number | undefined => layout().widths[column.id]
  const widthOf = (column: GridColumn): number => chosenWidth(column) ?? column.width
  /** A width that a person chose stays as it is: what is left goes to the other columns. */
  const growthOf = (column: GridColumn): number => (chosenWidth(column) === undefined ? (column.grow ?? 0) : 0)

  const template: Readonly<Ref<string>> = computed(() =>
    [
      ...(pickable ? [`${before}px`] : []),
      ...shown.value.map((column) => {
        const width = `${widthOf(column)}px`
        return growthOf(column) === 0 ? width : `minmax(${width}, ${growthOf(column)}fr)`
      }),
      // With no column left to take it, the room lies behind the last one.
      shown.value.some((column) => growthOf(column) > 0) ? `${MENU_WIDTH}px` : `minmax(${MENU_WIDTH}px, 1fr)`,
    ].join(' '),
  )

  const minWidth = computed(() => shown.value.reduce((sum, column) => sum + widthOf(column), before + MENU_WIDTH))

  const resize = (column: GridColumn, width: number): void => {
    const within = Math.round(Math.min(MAX_WIDTH, Math.max(column.minWidth ?? MIN_WIDTH, width)))
    save({ ...layout(), widths: { ...layout().widths, [column.id]: within } })
  }

  /** Gives a column its own width back, and its share. */
  const fit = (column: GridColumn): void => {
    const { [column.id]: _, ...widths } = layout().widths
    save({ ...layout(), widths })
  }

  const toggle = (column: GridColumn): void => {
    const ids = shown.value.map((other) => other.id)
    const next = ids.includes(column.id) ? ids.filter((id) => id !== column.id) : [...ids, column.id]
    if (next.length > 0) save({ ...layout(), shown: next })
  }

  return { shown, isShown, template, minWidth, resize, fit, toggle, reset: () => save(EMPTY_LAYOUT) }
}
