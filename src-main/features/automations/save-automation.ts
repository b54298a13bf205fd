import type { AutomationFields, automations } from '@shared/contract/automations'
import type { InputOf } from '@shared/contract/define'
import { automationClashes } from '@shared/automations/automation-clash'
import { refuse } from '@shared/kernel/app-error'
import type { AutomationId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import { stepsOf } from '@shared/macros/actions'
import { movedInOrder } from '@shared/settings/moved-in-order'
import { checkBase } from '@main/store/check-base'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { categoryPaths } from '../competence/rule-queries'
import type { FeatureParts } from '../feature-parts'
import { brokenSteps } from '../macros/macro-queries'
import { allAutomations, automationById } from './automation-queries'
import { toAutomationRow } from './automation-rows'

const NEW = -1 as AutomationId

/** Nobody runs a rule: it has no "me", takes no step of a ticket's life, and leaves no draft to anybody. */
const refuseUnsound = async (db: ReadDb, fields: AutomationFields, own: AutomationId): Promise<void> => {
  const { actions } = fields
  if (stepsOf(actions).length === 0 && fields.notify === 'nobody') refuse('steps_missing', { field: 'actions' })
  if (actions.owner === 'me' || actions.state !== null || actions.answer?.send === false)
    refuse('steps_clash', { field: 'actions' })
  const rules = await allAutomations(db)
  if (rules.some(({ id, name }) => id !== own && name === fields.name)) refuse('name_taken', { field: 'name' })
  if (!fields.active) return
  const [broken] = await brokenSteps(db, actions)
  if (broken !== undefined) refuse('steps_broken', { field: 'actions', details: { step: broken } })
  const mine = { ...fields, id: own }
  const after = own === NEW ? [...rules, mine] : rules.map((rule) => (rule.id === own ? mine : rule))
  const clash = automationClashes(after, await categoryPaths(db)).find(
    ({ kind, ruleId, otherId }) => kind === 'contradicts' && (ruleId === own || otherId === own),
  )
  if (!clash) return
  const otherId = clash.ruleId === own ? clash.otherId : clash.ruleId
  refuse('automations_contradict', {
    field: 'actions',
    details: { name: rules.find(({ id }) => id === otherId)?.name ?? '' },
  })
}

/** After all the others, inside a write. */
export const insertAutomation = async (db: WriteDb, fields: AutomationFields): Promise<AutomationId> => {
  const last = await db
    .selectFrom('automations')
    .select(({ fn }) => fn.max('sort').as('sort'))
    .executeTakeFirst()
  const { insertId } = await db
    .insertInto('automations')
    .values({ ...toAutomationRow(fields), sort: Number(last?.sort ?? 0) + 1 })
    .executeTakeFirstOrThrow()
  return Number(insertId) as AutomationId
}

export const createAutomation = (
  parts: FeatureParts,
  fields: AutomationFields,
): Promise<Result<{ id: AutomationId }>> =>
  parts.current.store.write(async (db) => {
    await refuseUnsound(db, fields, NEW)
    return { id: await insertAutomation(db, fields) }
  })

export const editAutomation = (
  parts: FeatureParts,
  { id, base, changes }: InputOf<(typeof automations)['edit']>,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const before = (await automationById(db, id)) ?? refuse('not_found')
    checkBase<AutomationFields>(before, base, changes)
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    const after = { ...before, ...given }
    await refuseUnsound(db, after, id)
    await db.updateTable('automations').set(toAutomationRow(after)).where('id', '=', id).execute()
    return {}
  })

/** Changes places with the neighbour; at either end it stays where it is. */
export const moveAutomation = (
  parts: FeatureParts,
  { id, by }: InputOf<(typeof automations)['move']>,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const order = (await allAutomations(db)).map((rule) => rule.id)
    for (const [index, one] of (movedInOrder(order, id, by) ?? refuse('not_found')).entries())
      await db
        .updateTable('automations')
        .set({ sort: index + 1 })
        .where('id', '=', one)
        .where('sort', '<>', index + 1)
        .execute()
    return {}
  })

/** What it did keeps its name in the log and on the tickets. */
export const removeAutomation = (parts: FeatureParts, id: AutomationId): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const { numDeletedRows } = await db.deleteFrom('automations').where('id', '=', id).executeTakeFirst()
    if (numDeletedRows === 0n) refuse('not_found')
    return {}
  })
