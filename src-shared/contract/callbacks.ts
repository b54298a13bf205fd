import { z } from 'zod'
import { CALL_OUTCOMES } from '@shared/callbacks/next-try'
import { callbackId, callId, contactId, ticketId } from '@shared/kernel/ids'
import { instant } from '@shared/kernel/instant'
import { command, query } from './define'
import { onceKey } from './once-key'

const callOutcome = z.enum(CALL_OUTCOMES)

export const callback = z.object({
  id: callbackId,
  ticket: z.object({ id: ticketId, number: z.string(), subject: z.string() }).nullable(),
  contactId: contactId.nullable(),
  name: z.string(),
  phone: z.string(),
  reason: z.string(),
  askedAt: instant,
  askedBy: z.string(),
  /** When to try; past: it is due. */
  dueAt: instant,
  isDue: z.boolean(),
  /** Null while somebody is still to be called. */
  outcome: callOutcome.nullable(),
  attempts: z.array(z.object({ at: instant, by: z.string(), outcome: callOutcome, note: z.string() })),
})
export type Callback = z.output<typeof callback>

export const callbacks = {
  /** Who waits for a call, the most urgent first; or those of the last 30 days who wait no more, the newest first. */
  list: query(
    z.object({
      ended: z.boolean().default(false),
      ticketId: ticketId.nullable().default(null),
      limit: z.number().int().min(1).max(5000).default(200),
    }),
    z.object({ callbacks: z.array(callback), more: z.boolean(), due: z.number().int() }),
    // Every ticket on screen asks for its own: a look at that ticket, not at the list.
    { needs: 'tickets.read', touchesPerson: { tickets: 'ticketId' } },
  ),
  /** How many wait, and how many of them are due now. */
  count: query(z.object({}), z.object({ open: z.number().int(), due: z.number().int() }), { needs: 'tickets.read' }),
  /**
   * Somebody asked to be called. An empty number takes the citizen's own (`callback_number_missing`); without `dueAt` as
   * soon as the office is open.
   */
  add: command(
    z.object({
      ticketId: ticketId.nullable().default(null),
      name: z.string().trim().max(120).default(''),
      phone: z.string().trim().max(80).default(''),
      reason: z.string().trim().max(500).default(''),
      dueAt: instant.nullable().default(null),
      /** The call that it answers. */
      callId: callId.nullable().default(null),
      key: onceKey,
    }),
    z.object({ id: callbackId, dueAt: instant }),
    { needs: 'tickets.create' },
  ),
  /** A call that was made; `conflict` when somebody else has called since (`tries`: those that the caller knew of). */
  attempt: command(
    z.object({
      id: callbackId,
      tries: z.number().int().min(0),
      outcome: callOutcome,
      note: z.string().trim().max(500).default(''),
      /** Null: by the rule. */
      nextAt: instant.nullable().default(null),
    }),
    z.object({ dueAt: instant.nullable() }),
    { needs: 'tickets.create', audit: { plain: ['outcome'] } },
  ),
  /** The last call did not end it after all: it is to be made again. */
  reopen: command(z.object({ id: callbackId }), z.object({}), { needs: 'tickets.create' }),
}
