import { z } from 'zod'
import { IDENTIFIER_KINDS } from '@shared/contacts/identifiers'
import { SAME_PERSON_REASONS } from '@shared/contacts/same-person'
import { contactId, mergeId, ticketId } from '@shared/kernel/ids'
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

/** A citizen in the list. */
export const contactRow = z.object({
  id: contactId,
  name: z.string(),
  address: z.string(),
  identifiers: z.array(identifier),
  tickets: z.number(),
  openTickets: z.number(),
  /** Last heard from. */
  lastSeenAt: instant,
})
export type ContactRow = z.output<typeof contactRow>

/** Another row that may be the same person, and why. */
export const samePerson = z.object({ contact: contactCard, reasons: z.array(z.enum(SAME_PERSON_REASONS)) })
export type SamePerson = z.output<typeof samePerson>

/** What a merge writes into the one who stays; identifiers are always all of both. */
export const mergedFields = contactFields.pick({ name: true, address: true, notes: true })

/** Two rows that became one person; `goneName` is the name that went. */
export const contactMerge = z.object({
  id: mergeId,
  goneName: z.string(),
  at: instant,
  by: z.string(),
  tickets: z.number(),
})
export type ContactMerge = z.output<typeof contactMerge>

export const contacts = {
  /** By number (any Italian form, any part of four digits or more), name or address; the newest reporters first. */
  find: query(
    z.object({ text: z.string().max(120), limit: z.number().int().min(1).max(50).default(8) }),
    z.object({ contacts: z.array(contactCard.extend({ openTickets: z.array(contactTicket) })) }),
    { needs: 'contacts.read', touchesPerson: true },
  ),
  /** For the citizens' page: as `find`, by where they live too; without a text, who was heard from last. */
  list: query(
    z.object({ text: z.string().max(120).default(''), limit: z.number().int().min(1).max(500).default(100) }),
    z.object({ rows: z.array(contactRow), more: z.boolean() }),
    { needs: 'contacts.read', touchesPerson: true },
  ),
  /** Somebody who was merged is answered as the one who stayed: compare the ids. */
  get: query(
    z.object({ id: contactId }),
    z.object({ contact: contactCard.extend({ lastSeenAt: instant }), tickets: z.array(contactTicket) }),
    { needs: 'contacts.read', touchesPerson: { contacts: 'id' } },
  ),
  create: command(contactFields, z.object({ id: contactId }), { needs: 'contacts.edit' }),
  /**
   * Per-field: only the given changes are written, and only where the base is still what the store holds. Identifiers are
   * a set: what was added and taken away against the base is done to what is there now, so two desks never clash on them.
   */
  edit: command(
    z.object({ id: contactId, base: contactFields.partial(), changes: contactFields.partial() }),
    z.object({ contact: contactCard }),
    { needs: 'contacts.edit', touchesPerson: true },
  ),
  /** Who else this person may be, the likeliest first, and the merges that made them what they are, the newest first. */
  samePerson: query(
    z.object({ id: contactId }),
    z.object({ candidates: z.array(samePerson), merges: z.array(contactMerge) }),
    { needs: 'contacts.read', touchesPerson: { contacts: 'id' } },
  ),
  /**
   * Makes one person of two: tickets, messages and identifiers of `gone` pass to `kept`, whose fields become `fields`.
   * Refuses with `conflict` when `base` (what the preview showed of the two) is no longer so.
   */
  merge: command(
    z.object({
      kept: contactId,
      gone: contactId,
      base: z.object({ kept: mergedFields, gone: mergedFields }),
      fields: mergedFields,
    }),
    z.object({ id: mergeId }),
    { needs: 'contacts.edit' },
  ),
  /** Two people again: what passed over and is still there goes back, fields changed since stay as they are. */
  unmerge: command(z.object({ id: mergeId }), z.object({ kept: contactId, gone: contactId }), {
    needs: 'contacts.edit',
  }),
}
