import type { InputOf } from '@shared/contract/define'
import type { settings } from '@shared/contract/settings'
import { refuse } from '@shared/kernel/app-error'
import type { CategoryId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import { PRIORITY_RANK } from '@shared/tickets/vocabulary'
import type { FeatureParts } from '../feature-parts'

type SaveCategory = InputOf<(typeof settings)['saveCategory']>

/** Two levels only: a category under a local one, or under itself, is refused. */
export const saveCategory = async (parts: FeatureParts, input: SaveCategory): Promise<Result<{ id: CategoryId }>> =>
  parts.current.store.write(async (db) => {
    if (input.parentId !== null) {
      const parent = await db
        .selectFrom('categories')
        .select('parent_id')
        .where('id', '=', input.parentId)
        .executeTakeFirst()
      if (!parent || parent.parent_id !== null || input.parentId === input.id)
        refuse('invalid_input', { field: 'parentId' })
    }
    const twin = await db.selectFrom('categories').select('id').where('name', '=', input.name).executeTakeFirst()
    if (twin && twin.id !== input.id) refuse('name_taken', { field: 'name' })
    const values = {
      parent_id: input.parentId,
      name: input.name,
      icon: input.icon,
      duplicate_radius: input.duplicateRadius,
      default_priority: PRIORITY_RANK[input.defaultPriority],
      active: input.active ? 1 : 0,
    }
    if (input.id === null) {
      const { insertId } = await db
        .insertInto('categories')
        .values({ ...values, key: null, sort: 1000 })
        .executeTakeFirstOrThrow()
      return { id: Number(insertId) as CategoryId }
    }
    const { numUpdatedRows } = await db
      .updateTable('categories')
      .set(values)
      .where('id', '=', input.id)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) refuse('not_found')
    return { id: input.id }
  })
