import type { Selectable } from 'kysely'
import { AREA_KINDS, type MapArea, type MapPoint } from '@shared/contract/places'
import type { AreaId, CategoryId, DistrictId, TicketId } from '@shared/kernel/ids'
import { type TicketStatus, priorityOfRank } from '@shared/tickets/vocabulary'
import type { Tables } from '@main/store/tables'

export const toArea = (row: Selectable<Tables['areas']>): MapArea => ({
  id: row.id as AreaId,
  kind: AREA_KINDS.find((kind) => kind === row.kind) ?? 'competence',
  name: row.name,
  districtId: row.district_id as DistrictId | null,
  geometry: JSON.parse(row.geometry) as unknown,
})

interface PointRow {
  readonly id: number
  readonly lat: number | null
  readonly lon: number | null
  readonly status: string
  readonly priority: number
  readonly category_id: number | null
}

export const toPoint = (row: PointRow): MapPoint => [
  row.id as TicketId,
  row.lon ?? 0,
  row.lat ?? 0,
  row.status as TicketStatus,
  priorityOfRank(row.priority),
  row.category_id as CategoryId | null,
]
