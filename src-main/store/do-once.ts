import type { WriteDb } from './handles'

/**
 * As long as a report may wait at a desk that is off (`tickets.create` takes none that is older than sixty days): it is
 * filed under the key of its first try, which nobody may have heard of.
 */
const KEPT_MS = 62 * 24 * 3600 * 1000

/**
 * Inside a write: what was done under this key is answered again and not done twice. Nobody knows whether a command
 * whose line broke was carried out, and the person sends it again. Without a key `body` simply runs.
 */
export const doOnce = async <T extends object>(
  db: WriteDb,
  act: {
    readonly userId: number
    readonly at: number
    readonly key: string | undefined
    /** Whose act it was at first, where somebody else repeats it for them. */
    readonly firstBy?: number | undefined
  },
  body: () => Promise<T>,
): Promise<T> => {
  const { userId, at, key, firstBy = userId } = act
  if (key === undefined) return body()
  const done = await db
    .selectFrom('done_commands')
    .select('answer')
    .where('user_id', 'in', [userId, firstBy])
    .where('key', '=', key)
    .limit(1)
    .executeTakeFirst()
  if (done) return JSON.parse(done.answer) as T
  const answer = await body()
  await db
    .insertInto('done_commands')
    .values({ user_id: userId, key, answer: JSON.stringify(answer), at })
    .execute()
  await db
    .deleteFrom('done_commands')
    .where('at', '<', at - KEPT_MS)
    .execute()
  return answer
}
