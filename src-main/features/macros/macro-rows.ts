import type { Selectable } from 'kysely'
import { type MacroFields, actions, macroFields } from '@shared/contract/macros'
import type { MacroId } from '@shared/kernel/ids'
import { NO_ACTIONS } from '@shared/macros/actions'
import type { Tables } from '@main/store/tables'

const conditions = macroFields.pick({ categoryIds: true, statuses: true, channels: true, kinds: true })

export type StoredMacro = MacroFields & { readonly id: MacroId }

/** A macro that another version wrote, and this one cannot read, does nothing and is offered to nobody. */
export const toMacro = (row: Selectable<Tables['macros']>): StoredMacro => {
  const when = conditions.safeParse(JSON.parse(row.conditions))
  const what = actions.safeParse(JSON.parse(row.actions))
  const isRead = when.success && what.success
  return {
    id: row.id as MacroId,
    name: row.name,
    ...(when.data ?? { categoryIds: [], statuses: [], channels: [], kinds: [] }),
    actions: what.data ?? NO_ACTIONS,
    thenNext: row.then_next === 1,
    active: isRead && row.active === 1,
  }
}

export const toMacroRow = (fields: MacroFields) => ({
  name: fields.name,
  conditions: JSON.stringify(conditions.parse(fields)),
  actions: JSON.stringify(fields.actions),
  then_next: fields.thenNext ? 1 : 0,
  active: fields.active ? 1 : 0,
})
