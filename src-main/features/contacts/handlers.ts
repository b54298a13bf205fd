import type { contacts } from '@shared/contract/contacts'
import type { FeatureHandlers } from '@shared/contract/define'
import { refuse } from '@shared/kernel/app-error'
import type { Caller } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { contactCardOf, contactCardsOf, findContactIds, ticketsOfContacts } from './contact-queries'
import { editContact, insertContact } from './save-contact'

export const contactHandlers = (parts: FeatureParts): FeatureHandlers<typeof contacts, Caller> => ({
  find: (_caller, { text, limit }) =>
    parts.current.store.read(async (db) => {
      const ids = await findContactIds(db, text, limit)
      const open = await ticketsOfContacts(db, ids, true)
      const cards = await contactCardsOf(db, ids)
      return { contacts: cards.map((card) => ({ ...card, openTickets: open.get(card.id) ?? [] })) }
    }),
  get: (_caller, { id }) =>
    parts.current.store.read(async (db) => ({
      contact: (await contactCardOf(db, id)) ?? refuse('not_found'),
      tickets: (await ticketsOfContacts(db, [id], false)).get(id) ?? [],
    })),
  create: (_caller, fields) =>
    parts.current.store.write(async (db) => ({ id: await insertContact(db, fields, parts.clock.now()) })),
  edit: (_caller, input) => editContact(parts, input),
})
