import { normaliseIdentifier } from '@shared/contacts/identifiers'
import type { ContactId } from '@shared/kernel/ids'
import type { WriteDb } from '@main/store/handles'
import { isSharedAddress } from '@shared/contacts/shared-address'
import { fold } from '@shared/search/fold'
import { contactByIdentifier, namedContactByAddress } from './contact-queries'
import { insertContact, touchContact } from './save-contact'

interface Sender {
  readonly name: string
  readonly address: string
  readonly kind: 'email' | 'pec'
}

/**
 * Who writes from this address: the person known by it on any channel of mail, or a new one. A mailbox that several
 * people share tells nobody by itself: there it is the one of them with the sender's name. Null for what is no address.
 */
export const contactForAddress = async (db: WriteDb, sender: Sender, at: number): Promise<ContactId | null> => {
  const known = normaliseIdentifier(sender.kind, sender.address)
  if (known === null) return null
  const found = isSharedAddress(known.key)
    ? await namedContactByAddress(db, known.key, fold(sender.name.slice(0, 120)))
    : await contactByIdentifier(db, ['email', 'pec'], known.key)
  if (found === null) {
    const identifiers = [{ kind: sender.kind, value: sender.address }]
    return insertContact(db, { name: sender.name.slice(0, 120), address: '', notes: '', identifiers }, at)
  }
  await touchContact(db, found, at)
  return found
}
