import type { Selectable } from 'kysely'
import type { Channel } from '@shared/channels/channels'
import type { TicketRow } from '@shared/contract/tickets'
import type { CategoryId, CrewId, DistrictId, TicketId, UserId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import { type Kind, type Outcome, type TicketStatus, priorityOfRank } from '@shared/tickets/vocabulary'
import type { Tables } from '@main/store/tables'
import { nextDeadline } from './next-deadline'

export type StoredTicket = Selectable<Tables['tickets']>

/** What a row of the queue needs of a ticket. */
export const ROW_COLUMNS = [
  'tickets.id',
  'tickets.number',
  'tickets.channel',
  'tickets.kind',
  'tickets.subject',
  'tickets.place_text',
  'tickets.district_id',
  'tickets.category_id',
  'tickets.priority',
  'tickets.status',
  'tickets.outcome',
  'tickets.crew_id',
  'tickets.owner_id',
  'tickets.emergency',
  'tickets.unread',
  'tickets.due_at',
  'tickets.first_answer_due',
  'tickets.first_answered_at',
  'tickets.resolution_due',
  'tickets.created_at',
  'tickets.last_activity_at',
] as const

type Column<Path> = Path extends `tickets.${infer C}` ? C : never
export type RowFacts = Pick<StoredTicket, Column<(typeof ROW_COLUMNS)[number]> & keyof StoredTicket> & {
  readonly contact_name: string | null
  readonly storm_name: string | null
}

export const toTicketRow = (row: RowFacts): TicketRow => ({
  id: row.id as TicketId,
  number: row.number,
  channel: row.channel as Channel,
  kind: row.kind as Kind,
  subject: row.subject,
  placeText: row.place_text,
  districtId: row.district_id as DistrictId | null,
  contactName: row.contact_name ?? '',
  categoryId: row.category_id as CategoryId | null,
  priority: priorityOfRank(row.priority),
  status: row.status as TicketStatus,
  outcome: row.outcome as Outcome | null,
  crewId: row.crew_id as CrewId | null,
  ownerId: row.owner_id as UserId | null,
  emergency: row.emergency === 1,
  ...nextDeadline(row, row.status),
  createdAt: asInstant(row.created_at),
  lastActivityAt: asInstant(row.last_activity_at),
  hasUnread: row.unread === 1,
  storm: row.storm_name ?? '',
})
