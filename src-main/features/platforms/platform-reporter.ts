import { normaliseIdentifier } from '@shared/contacts/identifiers'
import type { ContactId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import type { WriteDb } from '@main/store/handles'
import { contactForAddress } from '../contacts/contact-for-address'
import { contactByIdentifier, livingContact } from '../contacts/contact-queries'
import { addIdentifiers, insertContact, touchContact } from '../contacts/save-contact'
import { refreshContactSearch } from '../tickets/pending-work'

interface Named {
  readonly name: string
  readonly email: string
  readonly phone: string
}

/** Whoever a platform names, with the number that came along; a mere name makes a person of its own, and none nobody. */
export const platformReporter = async (
  db: WriteDb,
  { name, email, phone }: Named,
  at: number,
): Promise<ContactId | null> => {
  const number = normaliseIdentifier('phone', phone)
  const identifiers = number === null ? [] : [{ kind: 'phone' as const, value: phone }]
  const writer = email === '' ? null : await contactForAddress(db, { name, address: email, kind: 'email' }, at)
  if (writer !== null) {
    await addIdentifiers(db, writer, identifiers)
    await refreshContactSearch(db, writer)
    return writer
  }
  const known = number === null ? null : await contactByIdentifier(db, ['phone', 'whatsapp'], number.key)
  if (known !== null) {
    const living = await livingContact(db, known)
    if (living !== null) await touchContact(db, living, asInstant(at))
    return living
  }
  if (name === '' && number === null) return null
  const made = await insertContact(db, { name: name.slice(0, 120), address: '', notes: '', identifiers }, at)
  await refreshContactSearch(db, made)
  return made
}
