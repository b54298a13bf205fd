import { normaliseIdentifier } from '@shared/contacts/identifiers'
import type { ContactId } from '@shared/kernel/ids'
import type { WriteDb } from '@main/store/handles'
import { contactByIdentifier } from './contact-queries'
import { insertContact, touchContact } from './save-contact'

interface Sender {
  readonly name: string
  readonly address: string
  readonly kind: 'email' | 'pec'
}

/** Who writes from this address: the person known by it on any channel of mail, or a new one. Null for what is no address. */
export const contactForAddress = async (db: WriteDb, sender: Sender, at: number): Promise<ContactId | null> => {
  const known = normaliseIdentifier(sender.kind, sender.address)
  if (known === null) return null
  const found = await contactByIdentifier(db, ['email', 'pec'], known.key)
  if (found === null) {
    const identifiers = [{ kind: sender.kind, value: sender.address }]
    return insertContact(db, { name: sender.name.slice(0, 120), address: '', notes: '', identifiers }, at)
  }
  await touchContact(db, found, at)
  return found
}
