import type { InputOf } from '@shared/contract/define'
import type { settings } from '@shared/contract/settings'
import { refuse } from '@shared/kernel/app-error'
import type { BodyId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import type { FeatureParts } from '../feature-parts'

type SaveBody = InputOf<(typeof settings)['saveBody']>

export const saveBody = async (parts: FeatureParts, input: SaveBody): Promise<Result<{ id: BodyId }>> =>
  parts.current.store.write(async (db) => {
    const twin = await db.selectFrom('bodies').select('id').where('name', '=', input.name).executeTakeFirst()
    if (twin && twin.id !== input.id) refuse('name_taken', { field: 'name' })
    const values = {
      name: input.name,
      email: input.email,
      pec: input.pec,
      phone: input.phone,
      notes: input.notes,
      chase_days: input.chaseDays,
      active: input.active ? 1 : 0,
    }
    if (input.id === null) {
      const { insertId } = await db.insertInto('bodies').values(values).executeTakeFirstOrThrow()
      return { id: Number(insertId) as BodyId }
    }
    const { numUpdatedRows } = await db.updateTable('bodies').set(values).where('id', '=', input.id).executeTakeFirst()
    if (numUpdatedRows === 0n) refuse('not_found')
    return { id: input.id }
  })
