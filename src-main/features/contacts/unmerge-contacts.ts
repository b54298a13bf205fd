import { refuse } from '@shared/kernel/app-error'
import type { ContactId, MergeId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import { fold } from '@shared/search/fold'
import type { WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { refreshPersonTickets } from '../tickets/pending-work'
import { contactCardOf } from './contact-queries'
import { type MergedFields, type MovedKind, readFields } from './merge-rows'

/** What belongs to a person by `contact_id`, under the kind that a merge notes it by. */
const MOVED = [
  ['tickets', 'tickets'],
  ['messages', 'messages'],
  ['identifiers', 'contact_identifiers'],
] as const

interface Pair {
  readonly kept: ContactId
  readonly gone: ContactId
}

/**
 * Takes a merge back. Only what passed over then and still is where it was put returns: what somebody has given to
 * another person since, or written anew, is theirs. Refuses with `not_found` a merge that is no more, and with
 * `contact_merged` one under a later merge, which has to be taken back first.
 */
export const unmergeContacts = (parts: FeatureParts, id: MergeId): Promise<Result<Pair>> =>
  parts.current.store.write(async (db) => {
    const merge = await db
      .selectFrom('contact_merges')
      .selectAll()
      .where('id', '=', id)
      .where('undone_at', 'is', null)
      .executeTakeFirst()
    if (merge === undefined) return refuse('not_found')
    const pair: Pair = { kept: merge.kept_id as ContactId, gone: merge.gone_id as ContactId }
    const kept = await contactCardOf(db, pair.kept)
    if (kept?.id !== pair.kept) return refuse('contact_merged')
    const noted = (kind: MovedKind) =>
      db.selectFrom('contact_merge_rows').select('row_id').where('merge_id', '=', id).where('kind', '=', kind)

    await db.updateTable('contacts').set({ merged_into: null }).where('id', '=', pair.gone).execute()
    await db
      .updateTable('contacts')
      .set({ merged_into: pair.gone })
      .where('id', 'in', noted('gone'))
      .where('merged_into', '=', pair.kept)
      .execute()
    for (const [kind, table] of MOVED)
      await db
        .updateTable(table)
        .set({ contact_id: pair.gone })
        .where('id', 'in', noted(kind))
        .where('contact_id', '=', pair.kept)
        .execute()
    for (const { row_id } of await noted('same').execute()) await copyIdentifier(db, row_id, pair)
    await takeBackFields(db, pair.kept, kept, readFields(merge.fields_before), readFields(merge.fields_after))
    await db.updateTable('contact_merges').set({ undone_at: parts.clock.now() }).where('id', '=', id).execute()
    await refreshPersonTickets(db, pair.kept)
    await refreshPersonTickets(db, pair.gone)
    return pair
  })

/** Whoever holds it now: a merge that was taken back before this one may have carried it on. */
const copyIdentifier = async (db: WriteDb, id: number, { gone }: Pair): Promise<void> => {
  const row = await db
    .selectFrom('contact_identifiers')
    .select(['kind', 'value', 'normalized', 'last9'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return
  await db
    .insertInto('contact_identifiers')
    .values({ ...row, contact_id: gone })
    .onConflict((conflict) => conflict.columns(['contact_id', 'kind', 'normalized']).doNothing())
    .execute()
}

/** A field that somebody has written since the merge is kept as it is. */
const takeBackFields = async (
  db: WriteDb,
  id: ContactId,
  now: MergedFields,
  before: MergedFields,
  after: MergedFields,
): Promise<void> => {
  const back = (field: keyof MergedFields): string => (now[field] === after[field] ? before[field] : now[field])
  const name = back('name')
  await db
    .updateTable('contacts')
    .set({ name, folded_name: fold(name), address: back('address'), notes: back('notes') })
    .where('id', '=', id)
    .execute()
}
