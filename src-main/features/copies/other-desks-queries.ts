import type { ReadDb } from '@main/store/handles'

/** The machines of the other desks that have the store open, as people call them. */
export const otherDesks = async (db: ReadDb, own: string): Promise<readonly string[]> =>
  (await db.selectFrom('desks').select('host').where('id', '<>', own).orderBy('host').execute()).map(({ host }) => host)
