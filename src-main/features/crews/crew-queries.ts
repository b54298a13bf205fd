import { refuse } from '@shared/kernel/app-error'
import type { ReadDb } from '@main/store/handles'
import type { StoredCrew } from './crew-rows'

export const allCrews = (db: ReadDb): Promise<StoredCrew[]> =>
  db.selectFrom('crews').selectAll().orderBy('name').execute()

export const storedCrew = (db: ReadDb, id: number): Promise<StoredCrew | undefined> =>
  db.selectFrom('crews').selectAll().where('id', '=', id).executeTakeFirst()

/** A crew that work may be given to; refuses with `not_found` for one that is unknown or was put aside. */
export const workingCrew = async (db: ReadDb, id: number): Promise<StoredCrew> => {
  const crew = await storedCrew(db, id)
  return crew && crew.active === 1 ? crew : refuse('not_found', { field: 'crewId' })
}
