import type { ReadDb } from '@main/store/handles'

/** How many people reported each of these tickets, merged reports counted; the same person twice is one. */
export const reportersOf = async (db: ReadDb, ids: readonly number[]): Promise<ReadonlyMap<number, number>> => {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('tickets')
    .select(['id', 'master_id', 'contact_id', 'status'])
    .where((eb) => eb.or([eb('id', 'in', ids), eb('master_id', 'in', ids)]))
    .execute()
  const counts = new Map<number, number>()
  for (const id of ids) {
    const own = rows.filter((row) => row.id === id || (row.master_id === id && row.status === 'merged'))
    // Of the anonymous nobody knows whether two are one.
    const people = own.map((row) => (row.contact_id === null ? `ticket ${row.id}` : `contact ${row.contact_id}`))
    counts.set(id, new Set(people).size)
  }
  return counts
}
