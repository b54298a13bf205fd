import type { ChatFile } from '@shared/contract/whatsapp'
import { normaliseIdentifier } from '@shared/contacts/identifiers'
import type { ContactId } from '@shared/kernel/ids'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { contactByIdentifier, livingContact } from '../contacts/contact-queries'
import { addIdentifiers, insertContact, touchContact } from '../contacts/save-contact'
import { storedTicket } from '../tickets/ticket-queries'
import type { ReadChat } from './read-chat'

/** An author's number, as a person wrote it or as the chat calls them; null for a mere name. */
export const numberOf = (author: string, numbers: ChatFile['numbers']): string | null => {
  const written = numbers.find((one) => one.author === author)?.phone ?? author
  return normaliseIdentifier('whatsapp', written)?.display ?? null
}

/** The person whom an earlier import of this chat took this author for. */
const knownFrom = async (
  db: ReadDb,
  author: string,
  chat: ReadChat,
  seen: ReadonlyMap<string, number>,
): Promise<ContactId | null> => {
  const last = chat.messages.findLast((message) => message.author === author && seen.has(message.digest))
  const ticket = last === undefined ? undefined : await storedTicket(db, seen.get(last.digest) ?? 0)
  return ticket === undefined || ticket.contact_id === null ? null : livingContact(db, ticket.contact_id)
}

/** Who an author is, by number or by what was imported before; null for somebody who is not here yet. */
export const knownAuthor = async (
  db: ReadDb,
  author: string,
  chat: ReadChat,
  { seen, numbers }: { readonly seen: ReadonlyMap<string, number>; readonly numbers: ChatFile['numbers'] },
): Promise<ContactId | null> => {
  const key = normaliseIdentifier('whatsapp', numberOf(author, numbers) ?? '')?.key
  const byNumber = key === undefined ? null : await contactByIdentifier(db, ['phone', 'whatsapp'], key)
  if (byNumber !== null) return livingContact(db, byNumber)
  return knownFrom(db, author, chat, seen)
}

/** The same, or a new person: a name of the phone's address book alone says nothing sure, whose it is a person joins later. */
export const authorsContact = async (
  db: WriteDb,
  author: string,
  known: ContactId | null,
  { number, at }: { readonly number: string | null; readonly at: number },
): Promise<ContactId> => {
  const identifiers = number === null ? [] : [{ kind: 'whatsapp' as const, value: number }]
  if (known !== null) {
    await addIdentifiers(db, known, identifiers)
    await touchContact(db, known, at)
    return known
  }
  const isNumber = normaliseIdentifier('whatsapp', author) !== null
  return insertContact(db, { name: isNumber ? '' : author.slice(0, 120), address: '', notes: '', identifiers }, at)
}
