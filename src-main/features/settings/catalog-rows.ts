import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { Body, Category, District } from '@shared/contract/settings'
import type { BodyId, CategoryId, DistrictId } from '@shared/kernel/ids'
import { priorityOfRank } from '@shared/tickets/vocabulary'
import type { Tables } from '@main/store/tables'

const lines = z.array(z.string()).catch([])

export const toCategory = (row: Selectable<Tables['categories']>): Category => ({
  id: row.id as CategoryId,
  parentId: row.parent_id as CategoryId | null,
  name: row.name,
  icon: row.icon,
  duplicateRadius: row.duplicate_radius,
  defaultPriority: priorityOfRank(row.default_priority),
  checklist: lines.parse(JSON.parse(row.checklist)),
  active: row.active === 1,
})

export const toDistrict = (row: Selectable<Tables['districts']>): District => ({
  id: row.id as DistrictId,
  name: row.name,
  lat: row.lat,
  lon: row.lon,
  active: row.active === 1,
})

export const toBody = (row: Selectable<Tables['bodies']>): Body => ({
  id: row.id as BodyId,
  name: row.name,
  email: row.email,
  pec: row.pec,
  phone: row.phone,
  notes: row.notes,
  chaseDays: row.chase_days,
  chaseAgainDays: row.chase_again_days,
  remindsItself: row.reminds_itself === 1,
  isHome: row.is_home === 1,
  active: row.active === 1,
})
