import { z } from 'zod'
import { bodyId } from '@shared/kernel/ids'
import { day } from '@shared/kernel/instant'
import { OUTCOMES, TICKET_STATUSES, WAITING_REASONS } from '@shared/tickets/vocabulary'

/** A step of a ticket's life, with what the step asks for. */
export const statusChange = z.object({
  to: z.enum(TICKET_STATUSES),
  outcome: z.enum(OUTCOMES).nullable().default(null),
  waitingUntil: day.nullable().default(null),
  waitingReason: z.enum(WAITING_REASONS).nullable().default(null),
  bodyId: bodyId.nullable().default(null),
  chaseOn: day.nullable().default(null),
  note: z.string().trim().max(5000).default(''),
  /** Leaves planned visits on the crews' board where the rule lets a person choose. */
  keepVisits: z.boolean().default(false),
})

/** What closing says besides the answer. */
export const closing = z.object({
  base: z.enum(TICKET_STATUSES),
  outcome: z.enum(OUTCOMES),
  note: statusChange.shape.note,
  keepVisits: statusChange.shape.keepVisits,
})
