import type { WriteDb } from './handles'

/** Whether a job that is due once in `every` milliseconds for all desks together is this desk's to do now. */
export const claimDue = async (db: WriteDb, key: string, now: number, every: number): Promise<boolean> => {
  const last = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst()
  // A clock that was set back must not stop the job for good.
  if (last && Math.abs(now - Number(last.value)) < every) return false
  const row = { key, value: String(now) }
  await db
    .insertInto('meta')
    .values(row)
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute()
  return true
}
