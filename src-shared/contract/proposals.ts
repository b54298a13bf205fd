import { z } from 'zod'
import { categoryId, ticketId } from '@shared/kernel/ids'
import { instant } from '@shared/kernel/instant'
import { query } from './define'
import { foundPlace } from './places'
import { place, status } from './tickets'

export const categoryProposal = z.object({
  categoryId,
  /** 0 to 1. */
  confidence: z.number(),
  /** Words of the text that speak for it, as they were compared. */
  because: z.array(z.string()),
})
export type CategoryProposal = z.output<typeof categoryProposal>

/** An open ticket that may be about what is being typed. */
export const nearbyTicket = z.object({
  id: ticketId,
  number: z.string(),
  subject: z.string(),
  /** The beginning of what was said. */
  text: z.string(),
  status,
  placeText: z.string(),
  categoryId: categoryId.nullable(),
  createdAt: instant,
  /** From the typed place; null where one of the two has no point. */
  metres: z.number().int().nullable(),
  sameStreet: z.boolean(),
  /** A picture of it, by its hash. */
  photo: z.string().nullable(),
  /** People who reported it, the first one too. */
  reporters: z.number().int(),
})
export type NearbyTicket = z.output<typeof nearbyTicket>

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
  /** Addresses that the ticket's words name, where the office's streets know them; at most three, the likeliest first. */
  placesOfTicket: query(z.object({ id: ticketId }), z.object({ places: z.array(foundPlace) }), {
    needs: 'tickets.read',
  }),
  /** The same of words that are being typed. */
  places: query(z.object({ text: z.string().max(20_000) }), z.object({ places: z.array(foundPlace) }), {
    needs: 'tickets.create',
  }),
  /** Open tickets near, of the same kind, in the same words: asked while a report is being typed. */
  nearby: query(
    z.object({ text: z.string().max(20_000), categoryId: categoryId.nullable(), place }),
    z.object({ tickets: z.array(nearbyTicket) }),
    { needs: 'tickets.read', touchesPerson: true },
  ),
}
