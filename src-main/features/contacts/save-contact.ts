import { normaliseIdentifier } from '@shared/contacts/identifiers'
import type { ContactCard, contactFields, contacts } from '@shared/contract/contacts'
import type { InputOf } from '@shared/contract/define'
import { refuse } from '@shared/kernel/app-error'
import type { ContactId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import { fold } from '@shared/search/fold'
import type { z } from 'zod'
import { checkBase } from '@main/store/check-base'
import type { ReadDb, WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { refreshContactSearch } from '../tickets/pending-work'
import { contactCardOf } from './contact-queries'

export type ContactFields = z.output<typeof contactFields>
type Identifiers = ContactFields['identifiers']

/** A new person; refuses with `invalid_input` an identifier that cannot be one, and a contact with nothing at all. */
export const insertContact = async (db: WriteDb, fields: ContactFields, at: number): Promise<ContactId> => {
  if (fields.name === '' && fields.identifiers.length === 0) refuse('invalid_input', { field: 'name' })
  const { insertId } = await db
    .insertInto('contacts')
    .values({
      name: fields.name,
      folded_name: fold(fields.name),
      address: fields.address,
      notes: fields.notes,
      created_at: at,
      last_seen_at: at,
    })
    .executeTakeFirstOrThrow()
  const id = Number(insertId) as ContactId
  await addIdentifiers(db, id, fields.identifiers)
  return id
}

/** Adds what is not there yet; the same number in another form is the same identifier. */
export const addIdentifiers = async (db: WriteDb, contactId: ContactId, identifiers: Identifiers): Promise<void> => {
  for (const { kind, value } of identifiers) {
    const known = normaliseIdentifier(kind, value)
    if (known === null) return refuse('invalid_input', { field: `identifiers.${kind}` })
    await db
      .insertInto('contact_identifiers')
      .values({ contact_id: contactId, kind, value: known.display, normalized: known.key, last9: known.last9 ?? '' })
      .onConflict((conflict) => conflict.columns(['contact_id', 'kind', 'normalized']).doNothing())
      .execute()
  }
}

export const contactExists = async (db: ReadDb, id: ContactId): Promise<boolean> =>
  (await db.selectFrom('contacts').select('id').where('id', '=', id).executeTakeFirst()) !== undefined

/** The person was heard from: newest reporters are offered first. */
export const touchContact = async (db: WriteDb, id: ContactId, at: number): Promise<void> => {
  await db.updateTable('contacts').set({ last_seen_at: at }).where('id', '=', id).execute()
}

type EditContact = InputOf<(typeof contacts)['edit']>

export const editContact = async (parts: FeatureParts, input: EditContact): Promise<Result<{ contact: ContactCard }>> =>
  parts.current.store.write(async (db) => {
    const current = (await contactCardOf(db, input.id)) ?? refuse('not_found')
    const { changes } = input
    checkBase<ContactFields>(current, input.base, changes)
    await db
      .updateTable('contacts')
      .set({
        last_seen_at: parts.clock.now(),
        ...(changes.name === undefined ? {} : { name: changes.name, folded_name: fold(changes.name) }),
        ...(changes.address === undefined ? {} : { address: changes.address }),
        ...(changes.notes === undefined ? {} : { notes: changes.notes }),
      })
      .where('id', '=', input.id)
      .execute()
    if (changes.identifiers !== undefined) {
      await db.deleteFrom('contact_identifiers').where('contact_id', '=', input.id).execute()
      await addIdentifiers(db, input.id, changes.identifiers)
    }
    await refreshContactSearch(db, input.id)
    return { contact: (await contactCardOf(db, input.id)) ?? refuse('not_found') }
  })
