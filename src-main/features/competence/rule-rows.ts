import type { Selectable } from 'kysely'
import { type RuleFields, ruleFields } from '@shared/contract/competence'
import type { BodyId, RuleId } from '@shared/kernel/ids'
import type { Tables } from '@main/store/tables'

const conditions = ruleFields.omit({ name: true, bodyId: true, active: true })

export type StoredRule = RuleFields & { readonly id: RuleId }

/** A rule whose conditions another version wrote, and this one cannot read, matches nothing rather than everything. */
export const toRule = (row: Selectable<Tables['competence_rules']>): StoredRule => {
  const read = conditions.safeParse(JSON.parse(row.conditions))
  const head = { id: row.id as RuleId, name: row.name, bodyId: row.body_id as BodyId }
  if (read.success) return { ...head, ...read.data, active: row.active === 1 }
  const nothing = { categoryIds: [], roadKinds: [], roadNames: [], areas: [], hours: 'any' as const, season: null }
  return { ...head, ...nothing, active: false }
}

export const toRuleRow = ({ name, bodyId, active, ...rest }: RuleFields) => ({
  name,
  body_id: bodyId,
  conditions: JSON.stringify(conditions.parse(rest)),
  active: active ? 1 : 0,
})
