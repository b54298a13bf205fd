import { normaliseIdentifier } from '@shared/contacts/identifiers'
import type { ContactCard, contactFields, contacts } from '@shared/contract/contacts'
import type { InputOf } from '@shared/contract/define'
import { refuse } from '@shared/kernel/app-error'
import type { ContactId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import { fold } from '@shared/search/fold'
import type { z } from 'zod'
import { checkBase } from '@main/store/check-base'
import type { WriteDb } from '@main/store/handles'
import { insertRow } from '@main/store/insert-row'
import type { FeatureParts } from '../feature-parts'
import { refreshContactSearch } from '../tickets/pending-work'
import { contactCardOf } from './contact-queries'

export type ContactFields = z.output<typeof contactFields>
type Identifiers = ContactFields['identifiers']

/** A new person; refuses with `invalid_input` an identifier that cannot be one, and a contact with nothing at all. */
export const insertContact = async (db: WriteDb, fields: ContactFields, at: number): Promise<ContactId> => {
  if (fields.name === '' && fields.identifiers.length === 0) refuse('invalid_input', { field: 'name' })
  const id = (await insertRow(db, 'contacts', {
    name: fields.name,
    folded_name: fold(fields.name),
    address: fields.address,
    notes: fields.notes,
    created_at: at,
    last_seen_at: at,
  })) as ContactId
  await addIdentifiers(db, id, fields.identifiers)
  return id
}

/** Adds what is not there yet; the same number in another form is the same identifier. */
export const addIdentifiers = async (db: WriteDb, contactId: ContactId, identifiers: Identifiers): Promise<void> => {
  for (const { kind, value } of identifiers) {
    const known = normaliseIdentifier(kind, value)
    if (known === null) return refuse('invalid_input', { field: `identifiers.${kind}` })
    const row = { contact_id: contactId, kind, value: known.display, normalized: known.key, last9: known.last9 ?? '' }
    await insertRow(db, 'contact_identifiers', row, ['contact_id', 'kind', 'normalized'])
  }
}

/** The person was heard from: newest reporters are offered first. */
export const touchContact = async (db: WriteDb, id: ContactId, at: number): Promise<void> => {
  await db.updateTable('contacts').set({ last_seen_at: at }).where('id', '=', id).execute()
}

type EditContact = InputOf<(typeof contacts)['edit']>

export const editContact = async (parts: FeatureParts, input: EditContact): Promise<Result<{ contact: ContactCard }>> =>
  parts.current.store.write(async (db) => {
    const current = (await contactCardOf(db, input.id)) ?? refuse('not_found')
    if (current.id !== input.id) refuse('contact_merged')
    const { identifiers, ...changes } = input.changes
    const { name, address, notes } = current
    // Of a set nobody is asked which side to keep: both are.
    checkBase<Omit<ContactFields, 'identifiers'>>({ name, address, notes }, input.base, changes)
    if (Object.keys(changes).length > 0)
      await db
        .updateTable('contacts')
        .set({
          ...(changes.name === undefined ? {} : { name: changes.name, folded_name: fold(changes.name) }),
          ...(changes.address === undefined ? {} : { address: changes.address }),
          ...(changes.notes === undefined ? {} : { notes: changes.notes }),
        })
        .where('id', '=', input.id)
        .execute()
    if (identifiers !== undefined)
      await changeIdentifiers(db, input.id, input.base.identifiers ?? current.identifiers, identifiers)
    const after = (await contactCardOf(db, input.id)) ?? refuse('not_found')
    if (after.name === '' && after.identifiers.length === 0) refuse('invalid_input', { field: 'name' })
    await refreshContactSearch(db, input.id)
    return { contact: after }
  })

/** What was taken away and added against the base, done to what is there: another desk's new number stays. */
const changeIdentifiers = async (
  db: WriteDb,
  contactId: ContactId,
  base: Identifiers,
  wanted: Identifiers,
): Promise<void> => {
  const keyOf = ({ kind, value }: Identifiers[number]): string =>
    `${kind} ${normaliseIdentifier(kind, value)?.key ?? refuse('invalid_input', { field: `identifiers.${kind}` })}`
  const kept = new Set(wanted.map(keyOf))
  for (const one of base) {
    if (kept.has(keyOf(one))) continue
    await db
      .deleteFrom('contact_identifiers')
      .where('contact_id', '=', contactId)
      .where('kind', '=', one.kind)
      .where('normalized', '=', normaliseIdentifier(one.kind, one.value)?.key ?? '')
      .execute()
  }
  const before = new Set(base.map(keyOf))
  await addIdentifiers(
    db,
    contactId,
    wanted.filter((one) => !before.has(keyOf(one))),
  )
}
