import type { InputOf } from '@shared/contract/define'
import type { BodyFields, settings } from '@shared/contract/settings'
import { refuse } from '@shared/kernel/app-error'
import type { BodyId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import { checkBase } from '@main/store/check-base'
import type { ReadDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { toBody } from './catalog-rows'

type EditBody = InputOf<(typeof settings)['editBody']>

const refuseTwin = async (db: ReadDb, name: string, own: number | null): Promise<void> => {
  const twin = await db.selectFrom('bodies').select('id').where('name', '=', name).executeTakeFirst()
  if (twin && twin.id !== own) refuse('name_taken', { field: 'name' })
}

const toRow = (fields: BodyFields) => ({
  name: fields.name,
  email: fields.email,
  pec: fields.pec,
  phone: fields.phone,
  notes: fields.notes,
  chase_days: fields.chaseDays,
  chase_again_days: fields.chaseAgainDays,
  reminds_itself: fields.remindsItself ? 1 : 0,
  active: fields.active ? 1 : 0,
})

export const createBody = (parts: FeatureParts, fields: BodyFields): Promise<Result<{ id: BodyId }>> =>
  parts.current.store.write(async (db) => {
    await refuseTwin(db, fields.name, null)
    const { insertId } = await db.insertInto('bodies').values(toRow(fields)).executeTakeFirstOrThrow()
    return { id: Number(insertId) as BodyId }
  })

/** A body is never removed, since tickets were forwarded to it: it is put aside (`active: false`). */
export const editBody = (parts: FeatureParts, input: EditBody): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const row = await db.selectFrom('bodies').selectAll().where('id', '=', input.id).executeTakeFirst()
    const before = toBody(row ?? refuse('not_found'))
    const { changes } = input
    checkBase<BodyFields>(before, input.base, changes)
    if (changes.name !== undefined) await refuseTwin(db, changes.name, input.id)
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    await db
      .updateTable('bodies')
      .set(toRow({ ...before, ...given }))
      .where('id', '=', input.id)
      .execute()
    return {}
  })
