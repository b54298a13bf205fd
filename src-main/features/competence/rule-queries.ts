import type { OutputOf } from '@shared/contract/define'
import type { competence } from '@shared/contract/competence'
import { type DrawnArea, type DrawnAreas, drawn } from '@shared/competence/decide'
import { areaKey } from '@shared/competence/rule'
import { type PathOf, ruleClashes } from '@shared/competence/rule-clash'
import type { Area } from '@shared/places/geo'
import type { ReadDb } from '@main/store/handles'
import { type StoredRule, toRule } from './rule-rows'

export const allRules = async (db: ReadDb): Promise<StoredRule[]> =>
  (await db.selectFrom('competence_rules').selectAll().orderBy('sort').orderBy('id').execute()).map(toRule)

export const ruleById = async (db: ReadDb, id: number): Promise<StoredRule | null> => {
  const row = await db.selectFrom('competence_rules').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toRule(row) : null
}

/** Each category with those above it. */
export const categoryPaths = async (db: ReadDb): Promise<PathOf> => {
  const rows = await db.selectFrom('categories').select(['id', 'parent_id']).execute()
  const parents = new Map(rows.map((row) => [row.id, row.parent_id]))
  return (id) => {
    const path: number[] = []
    for (let at: number | null = id; at !== null && !path.includes(at); at = parents.get(at) ?? null) path.push(at)
    return path
  }
}

const AREA_KINDS = ['competence', 'district'] as const

const areaNames = async (db: ReadDb): Promise<OutputOf<(typeof competence)['rules']>['areas']> => {
  const rows = await db
    .selectFrom('areas')
    .select(['kind', 'name'])
    .where('kind', 'in', AREA_KINDS)
    .where('name', '<>', '')
    .orderBy('kind')
    .orderBy('name')
    .execute()
  const named = rows.map(({ kind, name }) => ({ kind: kind === 'district' ? 'district' : 'competence', name }) as const)
  return [...new Map(named.map((one) => [areaKey(one), one])).values()]
}

/** The last text of each area and what it means: asked at every ticket that is looked at, drawn once in years. */
const parsedOf = new Map<number, { readonly text: string; readonly pieces: readonly DrawnArea[] }>()

const piecesOf = ({ id, geometry }: { readonly id: number; readonly geometry: string }): readonly DrawnArea[] => {
  const known = parsedOf.get(id)
  if (known?.text === geometry) return known.pieces
  const pieces = drawn(JSON.parse(geometry) as Area)
  parsedOf.set(id, { text: geometry, pieces })
  return pieces
}

/** The polygons of these areas; only they are read, since a town's districts have thousands of points. */
export const drawnAreas = async (db: ReadDb, keys: ReadonlySet<string>): Promise<DrawnAreas> => {
  if (keys.size === 0) return new Map()
  const names = await db.selectFrom('areas').select(['id', 'kind', 'name']).where('kind', 'in', AREA_KINDS).execute()
  const wanted = names.filter(({ kind, name }) => keys.has(areaKey({ kind: kind as 'district', name })))
  if (wanted.length === 0) return new Map()
  const rows = await db
    .selectFrom('areas')
    .select(['id', 'kind', 'name', 'geometry'])
    .where(
      'id',
      'in',
      wanted.map(({ id }) => id),
    )
    .execute()
  const found = new Map<string, DrawnArea[]>()
  for (const { kind, name, ...area } of rows) {
    const key = areaKey({ kind: kind as 'district', name })
    found.set(key, [...(found.get(key) ?? []), ...piecesOf(area)])
  }
  return found
}

/** The rules with what is wrong between them, and the areas that one may name. */
export const listRules = async (db: ReadDb): Promise<OutputOf<(typeof competence)['rules']>> => {
  const rules = await allRules(db)
  const areas = await areaNames(db)
  const known = new Set(areas.map(areaKey))
  const clashes = new Map(ruleClashes(rules, await categoryPaths(db)).map((clash) => [clash.ruleId, clash]))
  return {
    areas,
    rules: rules.map((rule) => {
      const clash = clashes.get(rule.id)
      const other = rules.find(({ id }) => id === clash?.otherId)
      return {
        ...rule,
        clash: clash && other ? { kind: clash.kind, name: other.name } : null,
        missingAreas: rule.areas.filter((area) => !known.has(areaKey(area))).map(({ name }) => name),
      }
    }),
  }
}
