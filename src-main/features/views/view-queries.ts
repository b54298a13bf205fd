import type { SavedView, views } from '@shared/contract/views'
import { ticketFilter, ticketSort } from '@shared/contract/tickets'
import type { InputOf } from '@shared/contract/define'
import { refuse } from '@shared/kernel/app-error'
import type { ViewId } from '@shared/kernel/ids'
import type { ReadDb, WriteDb } from '@main/store/handles'

/** One's own and the shared ones, by name; a filter that this program cannot read is left out, not guessed. */
export const savedViewsOf = async (db: ReadDb, userId: number): Promise<SavedView[]> => {
  const rows = await db
    .selectFrom('saved_views')
    .selectAll()
    .where((eb) => eb.or([eb('owner_id', '=', userId), eb('shared', '=', 1)]))
    .orderBy('name')
    .execute()
  return rows.flatMap((row) => {
    const filter = ticketFilter.safeParse(JSON.parse(row.filter))
    const sort = ticketSort.safeParse(JSON.parse(row.sort))
    if (!filter.success || !sort.success) return []
    return [
      {
        id: row.id as ViewId,
        name: row.name,
        shared: row.shared === 1,
        mine: row.owner_id === userId,
        filter: filter.data,
        sort: sort.data,
      },
    ]
  })
}

/** Only its maker changes a view. */
export const saveView = async (
  db: WriteDb,
  userId: number,
  input: InputOf<(typeof views)['save']>,
): Promise<ViewId> => {
  const values = {
    owner_id: userId,
    name: input.name,
    shared: input.shared ? 1 : 0,
    filter: JSON.stringify(input.filter),
    sort: JSON.stringify(input.sort),
  }
  if (input.id === null) {
    const { insertId } = await db.insertInto('saved_views').values(values).executeTakeFirstOrThrow()
    return Number(insertId) as ViewId
  }
  const { numUpdatedRows } = await db
    .updateTable('saved_views')
    .set(values)
    .where('id', '=', input.id)
    .where('owner_id', '=', userId)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) refuse('not_found')
  return input.id
}
