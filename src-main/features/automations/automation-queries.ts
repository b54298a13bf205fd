import type { InputOf, OutputOf } from '@shared/contract/define'
import type { automations } from '@shared/contract/automations'
import { automationClashes } from '@shared/automations/automation-clash'
import { DAY_MS, type Instant, instantOrNull } from '@shared/kernel/instant'
import type { ReadDb } from '@main/store/handles'
import { categoryPaths } from '../competence/rule-queries'
import { brokenSteps } from '../macros/macro-queries'
import { type StoredAutomation, toAutomation, toRun } from './automation-rows'

type Contract = typeof automations

export const allAutomations = async (db: ReadDb): Promise<StoredAutomation[]> =>
  (await db.selectFrom('automations').selectAll().orderBy('sort').orderBy('id').execute()).map(toAutomation)

export const automationById = async (db: ReadDb, id: number): Promise<StoredAutomation | null> => {
  const row = await db.selectFrom('automations').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : toAutomation(row)
}

const COUNTED_MS = 30 * DAY_MS

/** The rules in their order, what is wrong between them, and what they did of late. */
export const listAutomations = async (db: ReadDb, now: Instant): Promise<OutputOf<Contract['list']>> => {
  const rules = await allAutomations(db)
  const clashes = new Map(automationClashes(rules, await categoryPaths(db)).map((clash) => [clash.ruleId, clash]))
  const rows: OutputOf<Contract['list']>['rules'] = []
  for (const rule of rules) {
    const clash = clashes.get(rule.id)
    const other = rules.find(({ id }) => id === clash?.otherId)
    const did = await db
      .selectFrom('automation_runs')
      .select(({ fn }) => [fn.countAll<number>().as('n'), fn.max<number | null>('at').as('last')])
      .where('automation_id', '=', rule.id)
      .where('outcome', '=', 'done')
      .where('at', '>', now - COUNTED_MS)
      .executeTakeFirstOrThrow()
    rows.push({
      ...rule,
      clash: clash && other ? { kind: clash.kind, name: other.name } : null,
      broken: await brokenSteps(db, rule.actions),
      runs: did.n,
      lastAt: instantOrNull(did.last),
    })
  }
  return { rules: rows }
}

export const readLog = async (
  db: ReadDb,
  { id, before, limit }: InputOf<Contract['log']>,
): Promise<OutputOf<Contract['log']>> => {
  let query = db
    .selectFrom('automation_runs')
    .innerJoin('tickets', 'tickets.id', 'automation_runs.ticket_id')
    .selectAll('automation_runs')
    .select('tickets.number')
    .orderBy('automation_runs.id', 'desc')
    .limit(limit + 1)
  if (id !== null) query = query.where('automation_runs.automation_id', '=', id)
  if (before !== null) query = query.where('automation_runs.id', '<', before)
  const rows = await query.execute()
  return { runs: rows.slice(0, limit).map(toRun), more: rows.length > limit }
}
