import type { contacts } from '@shared/contract/contacts'
import type { InputOf } from '@shared/contract/define'
import { refuse } from '@shared/kernel/app-error'
import type { ContactId, MergeId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import { sameValue } from '@shared/kernel/same-value'
import { fold } from '@shared/search/fold'
import type { Caller } from '@main/platform/caller'
import type { WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { refreshPersonTickets } from '../tickets/pending-work'
import { contactCardOf } from './contact-queries'
import { type MergedFields, type MovedKind, writeFields } from './merge-rows'

type Merge = InputOf<(typeof contacts)['merge']>

/** Two rows become one person; the row of the one who goes stays, so that it can be taken back. */
export const mergeContacts = (parts: FeatureParts, caller: Caller, input: Merge): Promise<Result<{ id: MergeId }>> =>
  parts.current.store.write(async (db) => {
    if (input.kept === input.gone) refuse('invalid_input', { field: 'gone' })
    const kept = await fieldsAsSeen(db, input.kept, input.base.kept, 'kept')
    await fieldsAsSeen(db, input.gone, input.base.gone, 'gone')
    const at = parts.clock.now()
    const { insertId } = await db
      .insertInto('contact_merges')
      .values({
        kept_id: input.kept,
        gone_id: input.gone,
        at,
        user_id: caller.user?.id ?? null,
        fields_before: writeFields(kept),
        fields_after: writeFields(input.fields),
      })
      .executeTakeFirstOrThrow()
    const id = Number(insertId) as MergeId
    await moveTickets(db, id, input)
    await moveMessages(db, id, input)
    await moveIdentifiers(db, id, input)
    await moveEarlierGone(db, id, input)
    const lastSeen = await db
      .selectFrom('contacts')
      .select(({ fn }) => fn.max('last_seen_at').as('at'))
      .where('id', 'in', [input.kept, input.gone])
      .executeTakeFirstOrThrow()
    await db.updateTable('contacts').set({ merged_into: input.kept }).where('id', '=', input.gone).execute()
    await db
      .updateTable('contacts')
      .set({ ...input.fields, folded_name: fold(input.fields.name), last_seen_at: lastSeen.at })
      .where('id', '=', input.kept)
      .execute()
    await refreshPersonTickets(db, input.kept)
    return { id }
  })

/** What the preview showed must still be so: nobody is merged on words that another desk has changed since. */
const fieldsAsSeen = async (
  db: WriteDb,
  id: ContactId,
  seen: MergedFields,
  field: 'kept' | 'gone',
): Promise<MergedFields> => {
  const current = await contactCardOf(db, id)
  if (current === null) return refuse('not_found', { field })
  if (current.id !== id) return refuse('contact_merged', { field })
  const { name, address, notes } = current
  if (!sameValue({ name, address, notes }, seen)) refuse('conflict', { field, current })
  return { name, address, notes }
}

const note = async (db: WriteDb, mergeId: MergeId, kind: MovedKind, ids: readonly number[]): Promise<void> => {
  // Few enough at a time for one statement's parameters.
  for (let from = 0; from < ids.length; from += NOTED_AT_ONCE)
    await db
      .insertInto('contact_merge_rows')
      .values(ids.slice(from, from + NOTED_AT_ONCE).map((row_id) => ({ merge_id: mergeId, kind, row_id })))
      .execute()
}
const NOTED_AT_ONCE = 300

const moveTickets = async (db: WriteDb, mergeId: MergeId, { kept, gone }: Merge): Promise<void> => {
  const rows = await db.selectFrom('tickets').select('id').where('contact_id', '=', gone).execute()
  await note(
    db,
    mergeId,
    'tickets',
    rows.map(({ id }) => id),
  )
  await db.updateTable('tickets').set({ contact_id: kept }).where('contact_id', '=', gone).execute()
}

const moveMessages = async (db: WriteDb, mergeId: MergeId, { kept, gone }: Merge): Promise<void> => {
  const rows = await db.selectFrom('messages').select('id').where('contact_id', '=', gone).execute()
  await note(
    db,
    mergeId,
    'messages',
    rows.map(({ id }) => id),
  )
  await db.updateTable('messages').set({ contact_id: kept }).where('contact_id', '=', gone).execute()
}

/** An identifier that both have stays once, under the one who stays; taking the merge back gives the other a copy. */
const moveIdentifiers = async (db: WriteDb, mergeId: MergeId, { kept, gone }: Merge): Promise<void> => {
  const of = (id: ContactId) => db.selectFrom('contact_identifiers').selectAll().where('contact_id', '=', id).execute()
  const own = new Map((await of(kept)).map((row) => [`${row.kind} ${row.normalized}`, row.id]))
  for (const row of await of(gone)) {
    const twin = own.get(`${row.kind} ${row.normalized}`)
    if (twin === undefined) {
      await note(db, mergeId, 'identifiers', [row.id])
      await db.updateTable('contact_identifiers').set({ contact_id: kept }).where('id', '=', row.id).execute()
    } else {
      await note(db, mergeId, 'same', [twin])
      await db.deleteFrom('contact_identifiers').where('id', '=', row.id).execute()
    }
  }
}

/** Those who had become the one who goes now lead to the one who stays: a name leads on in one step, always. */
const moveEarlierGone = async (db: WriteDb, mergeId: MergeId, { kept, gone }: Merge): Promise<void> => {
  const rows = await db.selectFrom('contacts').select('id').where('merged_into', '=', gone).execute()
  await note(
    db,
    mergeId,
    'gone',
    rows.map(({ id }) => id),
  )
  await db.updateTable('contacts').set({ merged_into: kept }).where('merged_into', '=', gone).execute()
}
