import { z } from 'zod'
import { contactCard } from './contacts'
import { query } from './define'
import { ticketRow } from './tickets'

export const search = {
  /**
   * As one types in the palette: tickets by number, by the reporter's phone, by street, each from an index of its
   * own and shown above; then the text's hits, newest first; then people.
   */
  find: query(
    z.object({ text: z.string().max(200), limit: z.number().int().min(1).max(50).default(8) }),
    z.object({
      byNumber: z.array(ticketRow),
      byPhone: z.array(ticketRow),
      byStreet: z.array(ticketRow),
      byText: z.array(ticketRow),
      contacts: z.array(contactCard),
    }),
    { needs: 'tickets.read', touchesPerson: true },
  ),
}
