import type { InputOf } from '@shared/contract/define'
import type { MacroFields, macros } from '@shared/contract/macros'
import { refuse } from '@shared/kernel/app-error'
import type { MacroId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import { type Actions, flawOf } from '@shared/macros/actions'
import { movedInOrder } from '@shared/settings/moved-in-order'
import { checkBase } from '@main/store/check-base'
import type { ReadDb, WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { allMacros, brokenSteps, macroById } from './macro-queries'
import { toMacroRow } from './macro-rows'

/** Steps that do nothing, undo one another, or name what is not there are refused by name. */
export const refuseUnsoundSteps = async (db: ReadDb, actions: Actions): Promise<void> => {
  const flaw = flawOf(actions)
  if (flaw !== null) refuse(flaw, { field: 'actions' })
  const [broken] = await brokenSteps(db, actions)
  if (broken !== undefined) refuse('steps_broken', { field: 'actions', details: { step: broken } })
}

const refuseTwin = async (db: ReadDb, name: string, own: number | null): Promise<void> => {
  const twin = await db.selectFrom('macros').select('id').where('name', '=', name).executeTakeFirst()
  if (twin && twin.id !== own) refuse('name_taken', { field: 'name' })
}

/** After all the others, inside a write. */
export const insertMacro = async (db: WriteDb, fields: MacroFields): Promise<MacroId> => {
  const last = await db
    .selectFrom('macros')
    .select(({ fn }) => fn.max('sort').as('sort'))
    .executeTakeFirst()
  const { insertId } = await db
    .insertInto('macros')
    .values({ ...toMacroRow(fields), sort: Number(last?.sort ?? 0) + 1 })
    .executeTakeFirstOrThrow()
  return Number(insertId) as MacroId
}

export const createMacro = (parts: FeatureParts, fields: MacroFields): Promise<Result<{ id: MacroId }>> =>
  parts.current.store.write(async (db) => {
    await refuseTwin(db, fields.name, null)
    await refuseUnsoundSteps(db, fields.actions)
    return { id: await insertMacro(db, fields) }
  })

export const editMacro = (
  parts: FeatureParts,
  { id, base, changes }: InputOf<(typeof macros)['edit']>,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const before = (await macroById(db, id)) ?? refuse('not_found')
    checkBase<MacroFields>(before, base, changes)
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    const after = { ...before, ...given }
    await refuseTwin(db, after.name, id)
    // One that was put aside may stay broken until somebody mends it.
    if (after.active || changes.actions !== undefined) await refuseUnsoundSteps(db, after.actions)
    await db.updateTable('macros').set(toMacroRow(after)).where('id', '=', id).execute()
    return {}
  })

/** Changes places with the neighbour; at either end it stays where it is. */
export const moveMacro = (
  parts: FeatureParts,
  { id, by }: InputOf<(typeof macros)['move']>,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const order = (await allMacros(db)).map((macro) => macro.id)
    for (const [index, one] of (movedInOrder(order, id, by) ?? refuse('not_found')).entries())
      await db
        .updateTable('macros')
        .set({ sort: index + 1 })
        .where('id', '=', one)
        .where('sort', '<>', index + 1)
        .execute()
    return {}
  })

/** What it has done stays, under its name. */
export const removeMacro = (parts: FeatureParts, id: MacroId): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const { numDeletedRows } = await db.deleteFrom('macros').where('id', '=', id).executeTakeFirst()
    if (numDeletedRows === 0n) refuse('not_found')
    return {}
  })
