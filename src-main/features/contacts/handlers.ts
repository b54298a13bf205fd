import type { contacts } from '@shared/contract/contacts'
import type { FeatureHandlers } from '@shared/contract/define'
import { refuse } from '@shared/kernel/app-error'
import { asInstant } from '@shared/kernel/instant'
import type { Caller } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { contactCardOf, contactCardsOf, findContactIds, ticketsOfContacts } from './contact-queries'
import { lastSeenOf, listContacts } from './list-queries'
import { mergeContacts } from './merge-contacts'
import { mergesOf, samePersonOf } from './same-person-queries'
import { editContact, insertContact } from './save-contact'
import { unmergeContacts } from './unmerge-contacts'

export const contactHandlers = (parts: FeatureParts): FeatureHandlers<typeof contacts, Caller> => ({
  find: (_caller, { text, limit }) =>
    parts.current.store.read(async (db) => {
      const ids = await findContactIds(db, text, limit)
      const open = await ticketsOfContacts(db, ids, true)
      const cards = await contactCardsOf(db, ids)
      return { contacts: cards.map((card) => ({ ...card, openTickets: open.get(card.id) ?? [] })) }
    }),
  list: (_caller, { text, limit }) => parts.current.store.read((db) => listContacts(db, text, limit)),
  get: (_caller, { id }) =>
    parts.current.store.read(async (db) => {
      const contact = (await contactCardOf(db, id)) ?? refuse('not_found')
      return {
        contact: { ...contact, lastSeenAt: asInstant(await lastSeenOf(db, contact.id)) },
        tickets: (await ticketsOfContacts(db, [contact.id], false)).get(contact.id) ?? [],
      }
    }),
  create: (_caller, fields) =>
    parts.current.store.write(async (db) => ({ id: await insertContact(db, fields, parts.clock.now()) })),
  edit: (_caller, input) => editContact(parts, input),
  samePerson: (_caller, { id }) =>
    parts.current.store.read(async (db) => {
      const contact = (await contactCardOf(db, id)) ?? refuse('not_found')
      return { candidates: await samePersonOf(db, contact), merges: await mergesOf(db, contact.id) }
    }),
  merge: (caller, input) => mergeContacts(parts, caller, input),
  unmerge: (_caller, { id }) => unmergeContacts(parts, id),
})
