import type { BodyId, CategoryId } from '@shared/kernel/ids'
import type { WriteDb } from '@main/store/handles'
import { defaults } from '../settings/defaults'
import { insertRule } from './save-rule'

/** Adds the rules that ship and whose name is not there yet, as far as their body is; answers how many. Inside a write. */
export const shipRules = async (db: WriteDb): Promise<number> => {
  const known = new Set((await db.selectFrom('competence_rules').select('name').execute()).map(({ name }) => name))
  const bodies = new Map(
    (await db.selectFrom('bodies').select(['id', 'name']).execute()).map((row) => [row.name, row.id]),
  )
  const categories = await db.selectFrom('categories').select(['id', 'key']).execute()
  let added = 0
  for (const { body, categories: keys, ...shipped } of defaults.rules) {
    const bodyId = bodies.get(body)
    const ids = categories.filter(({ key }) => key !== null && keys.includes(key)).map(({ id }) => id as CategoryId)
    // A rule whose category is gone would ask for nothing, and take all.
    if (known.has(shipped.name) || bodyId === undefined || ids.length < keys.length) continue
    await insertRule(db, {
      ...shipped,
      bodyId: bodyId as BodyId,
      categoryIds: ids,
      areas: [],
      hours: 'any',
      season: null,
      active: true,
    })
    added += 1
  }
  return added
}
