import type { Selectable } from 'kysely'
import { z } from 'zod'
import { type BacklogRow, type Crew, VISIT_REASONS, type Visit, crewFields } from '@shared/contract/crews'
import { visitCode } from '@shared/crews/visit-code'
import type { CategoryId, CrewId, DistrictId, TicketId, VisitId } from '@shared/kernel/ids'
import { asDay, asInstant, instantOrNull } from '@shared/kernel/instant'
import { type TicketStatus, priorityOfRank } from '@shared/tickets/vocabulary'
import type { Tables } from '@main/store/tables'
import { nextDeadline } from '../tickets/next-deadline'

export type StoredCrew = Selectable<Tables['crews']>
export type StoredVisit = Selectable<Tables['visits']>

const members = z.array(crewFields.shape.members.element.catch({ name: '', phone: '', userId: null }))

const skills = crewFields.shape.skills.catch([])
const districts = crewFields.shape.districts.catch([])
const weekdays = crewFields.shape.weekdays.catch([1, 2, 3, 4, 5])
const absences = crewFields.shape.absences.catch([])

export const toCrew = (row: StoredCrew): Crew => ({
  id: row.id as CrewId,
  name: row.name,
  color: row.color,
  vehicle: row.vehicle,
  capacityVisits: row.capacity_visits,
  capacityMinutes: row.capacity_minutes,
  active: row.active === 1,
  skills: skills.parse(JSON.parse(row.skills)),
  districts: districts.parse(JSON.parse(row.districts)),
  weekdays: weekdays.parse(JSON.parse(row.weekdays)),
  absences: absences.parse(JSON.parse(row.absences)),
  members: members.parse(JSON.parse(row.members)).filter(({ name }) => name !== ''),
})

/** What a card of the board, or a row of the tickets to assign, needs of a ticket. */
export const TICKET_COLUMNS = [
  'tickets.id as ticket_id',
  'tickets.number',
  'tickets.subject',
  'tickets.place_text',
  'tickets.district_id',
  'tickets.category_id',
  'tickets.priority',
  'tickets.status as ticket_status',
  'tickets.lat',
  'tickets.lon',
  'tickets.due_at',
  'tickets.first_answer_due',
  'tickets.first_answered_at',
  'tickets.resolution_due',
] as const

type StoredTicket = Selectable<Tables['tickets']>
type TicketFacts = Pick<
  StoredTicket,
  | 'number'
  | 'subject'
  | 'place_text'
  | 'district_id'
  | 'category_id'
  | 'priority'
  | 'lat'
  | 'lon'
  | 'due_at'
  | 'first_answer_due'
  | 'first_answered_at'
  | 'resolution_due'
> & { readonly ticket_id: number; readonly ticket_status: string }

const toTicketFacts = (row: TicketFacts): Visit['ticket'] => ({
  id: row.ticket_id as TicketId,
  number: row.number,
  subject: row.subject,
  placeText: row.place_text,
  districtId: row.district_id as DistrictId | null,
  categoryId: row.category_id as CategoryId | null,
  priority: priorityOfRank(row.priority),
  status: row.ticket_status as TicketStatus,
  lat: row.lat,
  lon: row.lon,
  ...nextDeadline(row, row.ticket_status),
})

/** What the board and the return need of a visit. */
export const VISIT_COLUMNS = [
  'visits.id',
  'visits.crew_id',
  'visits.day',
  'visits.position',
  'visits.minutes',
  'visits.status',
  'visits.note',
  'visits.reason',
  'visits.spent_minutes',
  'visits.materials',
  'visits.reported_at',
  'visits.round_id',
] as const

const reason = z.enum(VISIT_REASONS).nullable().catch(null)

export const toVisit = (
  row: Omit<StoredVisit, 'created_at' | 'created_by' | 'reported_by' | 'ticket_id' | 'round_planned'> & TicketFacts,
): Visit => ({
  id: row.id as VisitId,
  crewId: row.crew_id as CrewId,
  day: asDay(row.day),
  position: row.position,
  minutes: row.minutes,
  status: row.status as Visit['status'],
  note: row.note,
  code: visitCode(row.id),
  reason: reason.parse(row.reason),
  spentMinutes: row.spent_minutes,
  materials: row.materials,
  reportedAt: instantOrNull(row.reported_at),
  inRound: row.round_id !== null,
  ticket: toTicketFacts(row),
})

export const toBacklogRow = (row: TicketFacts & Pick<StoredTicket, 'created_at' | 'crew_id'>): BacklogRow => ({
  ...toTicketFacts(row),
  createdAt: asInstant(row.created_at),
  crewId: row.crew_id as CrewId | null,
})
