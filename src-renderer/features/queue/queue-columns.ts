import { useWindowSize } from '@vueuse/core'
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { GridColumn } from '@/ui/grid/grid-types'

type ColumnShape = Omit<GridColumn, 'title'> & {
  /** Shown without being asked for where the window has room for it. */
  readonly onlyWide?: true
}

/** A window from which the grid beside an open ticket still leaves the subject room to be read, in pixels. */
const WIDE = 1700

const COLUMNS: readonly ColumnShape[] = [
  { id: 'number', width: 120, minWidth: 90, sortKey: 'number' },
  { id: 'subject', width: 140, minWidth: 110, grow: 3 },
  { id: 'place', width: 100, minWidth: 80, grow: 2 },
  { id: 'citizen', width: 130, minWidth: 80, grow: 1, onlyWide: true },
  { id: 'category', width: 130, minWidth: 80, grow: 1, onlyWide: true },
  { id: 'status', width: 116, minWidth: 84 },
  { id: 'priority', width: 92, minWidth: 64, sortKey: 'priority' },
  { id: 'deadline', width: 152, minWidth: 96, sortKey: 'due' },
  { id: 'district', width: 120, minWidth: 80, optional: true },
  { id: 'crew', width: 110, minWidth: 80, optional: true },
  { id: 'activity', width: 104, minWidth: 80, optional: true, sortKey: 'activity' },
  { id: 'created', width: 124, minWidth: 96, optional: true },
  { id: 'kind', width: 110, minWidth: 80, optional: true },
  { id: 'outcome', width: 130, minWidth: 80, optional: true },
]

export const useQueueColumns = (): ComputedRef<readonly GridColumn[]> => {
  const { t } = useI18n()
  const { width } = useWindowSize()
  return computed(() =>
    COLUMNS.map(({ onlyWide, ...column }) => ({
      ...column,
      ...(onlyWide && width.value < WIDE ? { optional: true } : {}),
      title: t(`queue.columns.${column.id}`),
    })),
  )
}
