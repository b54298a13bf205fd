import type { ReadDb } from '@main/store/handles'

type Named = 'contacts' | 'districts' | 'categories' | 'crews' | 'bodies' | 'rounds'

/** What an id is called today; empty for none. */
export const nameOf = async (db: ReadDb, table: Named, id: number | null | undefined): Promise<string> => {
  if (id === null || id === undefined) return ''
  return (await db.selectFrom(table).select('name').where('id', '=', id).executeTakeFirst())?.name ?? ''
}
