import type { ReadDb, WriteDb } from '@main/store/handles'

export interface Tries {
  readonly count: number
  /** The last one, by the clock of the desk where it was. */
  readonly at: number
}

export const triesOf = (db: ReadDb, key: string): Promise<Tries | undefined> =>
  db.selectFrom('sign_in_tries').select(['count', 'at']).where('key', '=', key).executeTakeFirst()

export const countTry = async (db: WriteDb, key: string, tries: Tries): Promise<void> => {
  await db
    .insertInto('sign_in_tries')
    .values({ key, ...tries })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ ...tries }))
    .execute()
}

export const forgetTries = async (db: WriteDb, key: string): Promise<void> => {
  await db.deleteFrom('sign_in_tries').where('key', '=', key).execute()
}

/** One less: that try was a right one. */
export const uncountTry = async (db: WriteDb, key: string): Promise<void> => {
  const known = await triesOf(db, key)
  if (known) await countTry(db, key, { ...known, count: Math.max(0, known.count - 1) })
}

export const forgetOldTries = async (db: WriteDb, before: number): Promise<void> => {
  await db.deleteFrom('sign_in_tries').where('at', '<', before).execute()
}
