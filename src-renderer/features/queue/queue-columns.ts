import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { GridColumn } from '@/ui/grid/grid-types'

/** What was reported and where take the room first; from these widths on the list has some for more. */
const COLUMNS: readonly Omit<GridColumn, 'title'>[] = [
  { id: 'number', width: 120, minWidth: 90, sortKey: 'number' },
  { id: 'subject', width: 140, minWidth: 110, grow: 3 },
  { id: 'place', width: 100, minWidth: 80, grow: 2 },
  { id: 'citizen', width: 130, minWidth: 80, grow: 1, room: 960 },
  { id: 'category', width: 130, minWidth: 80, grow: 1, room: 1200 },
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
  return computed(() => COLUMNS.map((column) => ({ ...column, title: t(`queue.columns.${column.id}`) })))
}
