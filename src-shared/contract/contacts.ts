import { z } from 'zod'
import { IDENTIFIER_KINDS } from '@shared/contacts/identifiers'
import { contactId, ticketId } from '@shared/kernel/ids'
import { instant } from '@shared/kernel/instant'
import { TICKET_STATUSES } from '@shared/tickets/vocabulary'
import { command, query } from './define'

export const identifier = z.object({
  kind: z.enum(IDENTIFIER_KINDS),
  /** As people write it; the engine keeps a normalised twin to find it by. */
  value: z.string().trim().min(1).max(320),
})

export const contactFields = z.object({
  name: z.string().trim().max(120),
  address: z.string().trim().max(200),
  notes: z.string().trim().max(2000),
  identifiers: z.array(identifier).max(20),
})

export const contactCard = contactFields.extend({
  id: contactId,
  createdAt: instant,
})
export type ContactCard = z.output<typeof contactCard>

export const contactTicket = z.object({
  id: ticketId,
  number: z.string(),
  subject: z.string(),
  status: z.enum(TICKET_STATUSES),
  placeText: z.string(),
  createdAt: instant,
})

export const contacts = {
  /** By number (any Italian form, any part of four digits or more), name or address; the newest reporters first. */
  find: query(
    z.object({ text: z.string().max(120), limit: z.number().int().min(1).max(50).default(8) }),
    z.object({ contacts: z.array(contactCard.extend({ openTickets: z.array(contactTicket) })) }),
    { needs: 'contacts.read', touchesPerson: true },
  ),
  get: query(z.object({ id: contactId }), z.object({ contact: contactCard, tickets: z.array(contactTicket) }), {
    needs: 'contacts.read',
    touchesPerson: { contacts: 'id' },
  }),
  create: command(contactFields, z.object({ id: contactId }), { needs: 'contacts.edit' }),
  /** Per-field: only the given changes are written, and only where the base is still what the store holds. */
  edit: command(
    z.object({ id: contactId, base: contactFields.partial(), changes: contactFields.partial() }),
    z.object({ contact: contactCard }),
    { needs: 'contacts.edit', touchesPerson: true },
  ),
}
