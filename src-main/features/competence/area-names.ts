import type { AreaName } from '@shared/competence/rule'
import { areaKey } from '@shared/competence/rule'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { allRules } from './rule-queries'
import { writeRule } from './save-rule'

/** The name of a rule that asks for this area; null for none. */
export const ruleNaming = async (db: ReadDb, area: AreaName): Promise<string | null> =>
  (await allRules(db)).find((rule) => rule.areas.some((one) => areaKey(one) === areaKey(area)))?.name ?? null

/** An area got another name: the rules that ask for it mean the same one. */
export const renameInRules = async (db: WriteDb, area: AreaName, name: string): Promise<void> => {
  for (const rule of await allRules(db)) {
    if (!rule.areas.some((one) => areaKey(one) === areaKey(area))) continue
    const areas = rule.areas.map((one) => (areaKey(one) === areaKey(area) ? { ...one, name } : one))
    await writeRule(db, rule.id, { ...rule, areas })
  }
}
