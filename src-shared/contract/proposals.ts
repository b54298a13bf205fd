import { z } from 'zod'
import { categoryId, ticketId } from '@shared/kernel/ids'
import { query } from './define'

export const categoryProposal = z.object({
  categoryId,
  /** 0 to 1. */
  confidence: z.number(),
  /** Words of the text that speak for it, as they were compared. */
  because: z.array(z.string()),
})
export type CategoryProposal = z.output<typeof categoryProposal>

/** What the desk would say by itself; it never decides. */
export const proposals = {
  /** The category that the office gave to texts like this one; null when nothing is likely enough. */
  category: query(z.object({ text: z.string().max(20_000) }), z.object({ proposal: categoryProposal.nullable() }), {
    needs: 'session',
  }),
  /** The same for a ticket as it reads: its subject, its text, the mail that opened it. */
  categoryOfTicket: query(z.object({ id: ticketId }), z.object({ proposal: categoryProposal.nullable() }), {
    needs: 'tickets.read',
  }),
}
