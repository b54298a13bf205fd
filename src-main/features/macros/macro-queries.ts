import type { BROKEN_STEPS, Macro } from '@shared/contract/macros'
import { type Actions, permissionsFor } from '@shared/macros/actions'
import type { ReadDb } from '@main/store/handles'
import { type StoredMacro, toMacro } from './macro-rows'

type Broken = (typeof BROKEN_STEPS)[number]

export const allMacros = async (db: ReadDb): Promise<StoredMacro[]> =>
  (await db.selectFrom('macros').selectAll().orderBy('sort').orderBy('id').execute()).map(toMacro)

export const macroById = async (db: ReadDb, id: number): Promise<StoredMacro | null> => {
  const row = await db.selectFrom('macros').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : toMacro(row)
}

const isThere = async (
  db: ReadDb,
  table: 'categories' | 'users' | 'crews' | 'answers',
  id: number | string | null | undefined,
): Promise<boolean> => {
  if (typeof id !== 'number') return true
  const row = await db.selectFrom(table).select('active').where('id', '=', id).executeTakeFirst()
  return row?.active === 1
}

/** What the steps name and that is not there (any more), or was put aside. */
export const brokenSteps = async (db: ReadDb, actions: Actions): Promise<Broken[]> => {
  const named: readonly (readonly [Broken, boolean])[] = [
    ['category', await isThere(db, 'categories', actions.categoryId)],
    ['owner', await isThere(db, 'users', actions.owner)],
    ['crew', await isThere(db, 'crews', actions.crew)],
    ['answer', await isThere(db, 'answers', actions.answer?.answerId)],
  ]
  return named.filter(([, stands]) => !stands).map(([step]) => step)
}

export const listMacros = async (db: ReadDb): Promise<{ macros: Macro[] }> => {
  const macros: Macro[] = []
  for (const macro of await allMacros(db))
    macros.push({
      ...macro,
      needs: [...permissionsFor(macro.actions)],
      broken: await brokenSteps(db, macro.actions),
    })
  return { macros }
}
