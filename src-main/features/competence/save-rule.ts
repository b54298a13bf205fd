import type { InputOf } from '@shared/contract/define'
import type { RuleFields, competence } from '@shared/contract/competence'
import { asksNothing } from '@shared/competence/rule'
import { covers, ruleClashes } from '@shared/competence/rule-clash'
import { refuse } from '@shared/kernel/app-error'
import type { RuleId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import { checkBase } from '@main/store/check-base'
import type { ReadDb, WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { allRules, categoryPaths, ruleById } from './rule-queries'
import { toRuleRow } from './rule-rows'

const NEW = -1

/** Two rules that ask for the same and name different bodies cannot both hold: the other one is named. */
const refuseUnsound = async (db: ReadDb, fields: RuleFields, own: number): Promise<void> => {
  if (asksNothing(fields)) refuse('rule_asks_nothing', { field: 'name' })
  const rules = await allRules(db)
  const twin = rules.find(({ id, name }) => id !== own && name === fields.name)
  if (twin) refuse('name_taken', { field: 'name' })
  const body = await db.selectFrom('bodies').select('id').where('id', '=', fields.bodyId).executeTakeFirst()
  if (!body) refuse('not_found', { field: 'bodyId' })
  const mine = { ...fields, id: own as RuleId }
  const after = own === NEW ? [...rules, mine] : rules.map((rule) => (rule.id === own ? mine : rule))
  const clash = ruleClashes(after, await categoryPaths(db)).find(
    ({ kind, ruleId, otherId }) => kind === 'contradicts' && (ruleId === own || otherId === own),
  )
  if (!clash) return
  const otherId = clash.ruleId === own ? clash.otherId : clash.ruleId
  refuse('rules_contradict', { field: 'bodyId', details: { name: rules.find(({ id }) => id === otherId)?.name ?? '' } })
}

export const createRule = (parts: FeatureParts, fields: RuleFields): Promise<Result<{ id: RuleId }>> =>
  parts.current.store.write(async (db) => {
    await refuseUnsound(db, fields, NEW)
    const general = await moreGeneral(db, fields)
    const id = await insertRule(db, fields)
    if (general !== null) await placeBefore(db, id, general)
    return { id }
  })

/** The first rule that would take all that a new one asks for, and more: behind it the new one would never be asked. */
const moreGeneral = async (db: ReadDb, fields: RuleFields): Promise<RuleId | null> => {
  const pathOf = await categoryPaths(db)
  const found = (await allRules(db)).find(
    (rule) => rule.active && covers(rule, fields, pathOf) && !covers(fields, rule, pathOf),
  )
  return found?.id ?? null
}

const placeBefore = async (db: WriteDb, id: RuleId, other: RuleId): Promise<void> => {
  const order = (await allRules(db)).map((rule) => rule.id).filter((one) => one !== id)
  order.splice(order.indexOf(other), 0, id)
  await writeOrder(db, order)
}

const writeOrder = async (db: WriteDb, order: readonly RuleId[]): Promise<void> => {
  for (const [index, one] of order.entries())
    await db
      .updateTable('competence_rules')
      .set({ sort: index + 1 })
      .where('id', '=', one)
      .where('sort', '<>', index + 1)
      .execute()
}

/** After all the others. */
export const insertRule = async (db: WriteDb, fields: RuleFields): Promise<RuleId> => {
  const { last } = await db
    .selectFrom('competence_rules')
    .select((eb) => eb.fn.max('sort').as('last'))
    .executeTakeFirstOrThrow()
  const { insertId } = await db
    .insertInto('competence_rules')
    .values({ ...toRuleRow(fields), sort: ((last as number | null) ?? 0) + 1 })
    .executeTakeFirstOrThrow()
  return Number(insertId) as RuleId
}

export const editRule = (
  parts: FeatureParts,
  { id, base, changes }: InputOf<(typeof competence)['edit']>,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const before = (await ruleById(db, id)) ?? refuse('not_found')
    checkBase<RuleFields>(before, base, changes)
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    const after = { ...before, ...given }
    await refuseUnsound(db, after, id)
    await writeRule(db, id, after)
    return {}
  })

export const writeRule = async (db: WriteDb, id: RuleId, fields: RuleFields): Promise<void> => {
  await db.updateTable('competence_rules').set(toRuleRow(fields)).where('id', '=', id).execute()
}

/** Changes places with the neighbour; at either end it stays where it is. */
export const moveRule = (
  parts: FeatureParts,
  { id, by }: InputOf<(typeof competence)['move']>,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const order = (await allRules(db)).map((rule) => rule.id)
    const at = order.indexOf(id)
    if (at < 0) refuse('not_found')
    const other = order[at + by]
    if (other === undefined) return {}
    order[at + by] = id
    order[at] = other
    await writeOrder(db, order)
    return {}
  })

/** What it decided keeps its name in the tickets' choices. */
export const removeRule = (parts: FeatureParts, id: RuleId): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const { numDeletedRows } = await db.deleteFrom('competence_rules').where('id', '=', id).executeTakeFirst()
    if (numDeletedRows === 0n) refuse('not_found')
    return {}
  })
