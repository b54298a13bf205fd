import { z } from 'zod'
import { messageId, ticketId } from '@shared/kernel/ids'
import { instant } from '@shared/kernel/instant'
import { command, query } from './define'
import { onceKey } from './once-key'
import { createTicketInput, status } from './tickets'

export const LINK_KINDS = ['related', 'follows', 'split'] as const

const ticketName = z.object({ id: ticketId, number: z.string(), subject: z.string(), status })

/** Who wrote a ticket and where an answer reaches them; empty where nobody is known. */
const writer = z.object({ contactName: z.string(), address: z.string() })

const mergePreview = ticketName.extend({
  ...writer.shape,
  messages: z.number().int(),
  notes: z.number().int(),
  files: z.number().int(),
  /** Planned visits that go along. */
  visits: z.number().int(),
  /** Answers that colleagues have begun there; they go along. */
  drafts: z.number().int(),
})

export const relations = {
  /** What was merged into a ticket (with what was merged into that), and the tickets that it is linked to. */
  of: query(
    z.object({ ticketId }),
    z.object({
      merged: z.array(ticketName.extend({ ...writer.shape, mergedAt: instant.nullable(), by: z.string() })),
      links: z.array(ticketName.extend({ kind: z.enum(LINK_KINDS) })),
    }),
    { needs: 'tickets.read', touchesPerson: { tickets: 'ticketId' } },
  ),
  /** Before merging `ids` into `masterId`: what goes along, who could be told. Refused as the merge itself would be. */
  preview: query(
    z.object({ masterId: ticketId, ids: z.array(ticketId).min(1).max(50) }),
    z.object({ master: ticketName.extend(writer.shape), merged: z.array(mergePreview) }),
    { needs: 'tickets.edit', touchesPerson: true },
  ),
  /**
   * Makes `ids` stubs of the master: both histories stay and are read together, later answers go to the master, drafts
   * and planned visits go along. `tell` sends a mail to the citizens of merged tickets, taken back like any other.
   */
  merge: command(
    z.object({
      masterId: ticketId,
      ids: z.array(ticketId).min(1).max(50),
      tell: z
        .array(z.object({ id: ticketId, text: z.string().trim().min(1).max(10_000) }))
        .max(50)
        .default([]),
      key: onceKey,
    }),
    z.object({ told: z.array(messageId) }),
    { needs: 'tickets.edit' },
  ),
  /**
   * Files a report and makes it at once a stub of an open ticket that is about the same thing: its citizen has a number
   * and a code of their own and is one more to be told.
   */
  join: command(
    createTicketInput.extend({ masterId: ticketId }),
    z.object({
      id: ticketId,
      number: z.string(),
      trackingCode: z.string(),
      master: z.object({ id: ticketId, number: z.string() }),
      /** People who reported it by now. */
      reporters: z.number().int(),
    }),
    { needs: 'tickets.create' },
  ),
  /** Gives a merged ticket its own life back, at any time; what came to the master since stays there. */
  unmerge: command(z.object({ id: ticketId }), z.object({}), { needs: 'tickets.edit' }),
  /** Makes a new, linked ticket of one mail; later answers to that mail go there. */
  split: command(
    z.object({ messageId, subject: z.string().trim().min(1).max(200), key: onceKey }),
    z.object({ id: ticketId, number: z.string() }),
    { needs: 'tickets.edit' },
  ),
  /** Two tickets that have to do with each other; nothing else changes. */
  link: command(z.object({ ticketId, otherId: ticketId }), z.object({}), { needs: 'tickets.edit' }),
  unlink: command(z.object({ ticketId, otherId: ticketId }), z.object({}), { needs: 'tickets.edit' }),
}
