import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { GridColumn } from '@/ui/grid/grid-types'

type ColumnShape = Omit<GridColumn, 'title'>

const COLUMNS: readonly ColumnShape[] = [
  { id: 'number', width: 120, minWidth: 90, sortKey: 'number' },
  { id: 'subject', width: 140, minWidth: 110, grow: 3 },
  { id: 'place', width: 100, minWidth: 80, grow: 2 },
  { id: 'status', width: 116, minWidth: 84 },
  { id: 'priority', width: 100, minWidth: 64, sortKey: 'priority' },
  { id: 'deadline', width: 138, minWidth: 96, sortKey: 'due' },
  { id: 'citizen', width: 140, minWidth: 80, optional: true },
  { id: 'category', width: 140, minWidth: 80, optional: true },
  { id: 'district', width: 120, minWidth: 80, optional: true },
  { id: 'crew', width: 110, minWidth: 80, optional: true },
  { id: 'activity', width: 104, minWidth: 80, optional: true, sortKey: 'activity' },
  { id: 'created', width: 124, minWidth: 96, optional: true },
  { id: 'kind', width: 110, minWidth: 80, optional: true },
  { id: 'outcome', width: 130, minWidth: 80, optional: true },
]

export const useQueueColumns = (): ComputedRef<readonly GridColumn[]> => {
  const { t } = useI18n()
  return computed(() => COLUMNS.map((column) => ({ ...column, title: t(`queue.columns.${column.id}`) })))
}
