/**
 * The closed lists of a ticket's life. They are written into every store, so an entry is never renamed or
 * removed; its sentence lives in the locale files.
 */

export const TICKET_STATUSES = [
  'new',
  'accepted',
  'assigned',
  'in_progress',
  'done',
  'closed',
  'waiting',
  'forwarded',
  'merged',
] as const
export type TicketStatus = (typeof TICKET_STATUSES)[number]

/** What came of it, apart from the state: "closed" never means "fixed" by itself. */
export const OUTCOMES = [
  'resolved',
  'handled_by_body',
  'not_competent',
  'duplicate',
  'not_feasible',
  'planned_works',
  'not_found',
  'withdrawn',
] as const
export type Outcome = (typeof OUTCOMES)[number]

export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const
export type Priority = (typeof PRIORITIES)[number]

/** What a store keeps and sorts by: 0 low … 3 urgent. */
export const PRIORITY_RANK: Readonly<Record<Priority, number>> = { low: 0, normal: 1, high: 2, urgent: 3 }

/** The priority of a stored rank; an unknown rank reads as `normal`. */
export const priorityOfRank = (rank: number): Priority => PRIORITIES[rank] ?? 'normal'

export const KINDS = ['report', 'complaint', 'suggestion', 'information'] as const
export type Kind = (typeof KINDS)[number]

/** Whom or what a waiting ticket waits for. */
export const WAITING_REASONS = ['citizen', 'material', 'weather', 'other'] as const
export type WaitingReason = (typeof WAITING_REASONS)[number]

/** How well a ticket's place is known, from nothing to a point that a person confirmed on the map. */
export const PLACE_PRECISIONS = ['none', 'district', 'street', 'address', 'point'] as const
export type PlacePrecision = (typeof PLACE_PRECISIONS)[number]

/** Still the office's to do. A merged ticket is a stub: its master is the open one. */
export const isOpen = (status: TicketStatus): boolean => status !== 'closed' && status !== 'merged'

export const OPEN_STATUSES: readonly TicketStatus[] = TICKET_STATUSES.filter(isOpen)
