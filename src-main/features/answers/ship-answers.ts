import type { WriteDb } from '@main/store/handles'
import { defaults } from '../settings/defaults'
import { lastPlace } from './answer-queries'
import { toAnswerRow } from './answer-rows'

/** Adds the answers that ship and whose name is not there yet; answers how many. Inside a write. */
export const shipAnswers = async (db: WriteDb): Promise<number> => {
  const known = new Set((await db.selectFrom('answers').select('name').execute()).map(({ name }) => name))
  const categories = await db.selectFrom('categories').select(['id', 'key']).execute()
  const missing = defaults.answers.filter(({ name }) => !known.has(name))
  let sort = await lastPlace(db)
  for (const { categories: keys, ...shipped } of missing) {
    sort += 1
    const categoryIds = categories.filter(({ key }) => key !== null && keys.includes(key)).map(({ id }) => id)
    await db
      .insertInto('answers')
      .values({
        ...toAnswerRow({ ...shipped, categoryIds: [], active: true }),
        category_ids: JSON.stringify(categoryIds),
        sort,
      })
      .execute()
  }
  return missing.length
}
