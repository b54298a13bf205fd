import type { InputOf } from '@shared/contract/define'
import type { CategoryFields, settings } from '@shared/contract/settings'
import { refuse } from '@shared/kernel/app-error'
import type { CategoryId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import { PRIORITY_RANK } from '@shared/tickets/vocabulary'
import { checkBase } from '@main/store/check-base'
import type { ReadDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { toCategory } from './catalog-rows'

type EditCategory = InputOf<(typeof settings)['editCategory']>

const refuseTwin = async (db: ReadDb, name: string, own: number | null): Promise<void> => {
  const twin = await db.selectFrom('categories').select('id').where('name', '=', name).executeTakeFirst()
  if (twin && twin.id !== own) refuse('name_taken', { field: 'name' })
}

/** Two levels only: no category under a local one, under itself, or with others of its own under another. */
const refuseThirdLevel = async (db: ReadDb, parentId: number | null, own: number | null): Promise<void> => {
  if (parentId === null) return
  const parent = await db.selectFrom('categories').select('parent_id').where('id', '=', parentId).executeTakeFirst()
  const child =
    own !== null && (await db.selectFrom('categories').select('id').where('parent_id', '=', own).executeTakeFirst())
  if (!parent || parent.parent_id !== null || parentId === own || child) refuse('invalid_input', { field: 'parentId' })
}

const toRow = (fields: CategoryFields) => ({
  parent_id: fields.parentId,
  name: fields.name,
  icon: fields.icon,
  duplicate_radius: fields.duplicateRadius,
  default_priority: PRIORITY_RANK[fields.defaultPriority],
  checklist: JSON.stringify(fields.checklist),
  active: fields.active ? 1 : 0,
})

export const createCategory = (parts: FeatureParts, fields: CategoryFields): Promise<Result<{ id: CategoryId }>> =>
  parts.current.store.write(async (db) => {
    await refuseThirdLevel(db, fields.parentId, null)
    await refuseTwin(db, fields.name, null)
    const { insertId } = await db
      .insertInto('categories')
      .values({ ...toRow(fields), key: null, sort: 1000 })
      .executeTakeFirstOrThrow()
    return { id: Number(insertId) as CategoryId }
  })

/** A category is never removed, since tickets name it: it is put aside (`active: false`). */
export const editCategory = (parts: FeatureParts, input: EditCategory): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const row = await db.selectFrom('categories').selectAll().where('id', '=', input.id).executeTakeFirst()
    const before = toCategory(row ?? refuse('not_found'))
    const { changes } = input
    checkBase<CategoryFields>(before, input.base, changes)
    if (changes.parentId !== undefined) await refuseThirdLevel(db, changes.parentId, input.id)
    if (changes.name !== undefined) await refuseTwin(db, changes.name, input.id)
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    await db
      .updateTable('categories')
      .set(toRow({ ...before, ...given }))
      .where('id', '=', input.id)
      .execute()
    return {}
  })
