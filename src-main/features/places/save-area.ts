import type { InputOf } from '@shared/contract/define'
import type { AreaFields, AreaKind, places } from '@shared/contract/places'
import type { AreaName } from '@shared/competence/rule'
import { refuse } from '@shared/kernel/app-error'
import type { AreaId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import { areaFault } from '@shared/places/area-fault'
import { fold } from '@shared/search/fold'
import { checkBase } from '@main/store/check-base'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { renameInRules, ruleNaming } from '../competence/area-names'
import type { FeatureParts } from '../feature-parts'
import { readSetting } from '../settings/read-setting'
import { centreDistrict } from './district-centres'
import { toArea } from './places-rows'

const REFUSALS = {
  too_small: 'area_too_small',
  crosses_itself: 'area_crosses_itself',
  hole_outside: 'area_hole_outside',
  elsewhere: 'area_elsewhere',
} as const

const kept = async (db: ReadDb, id: AreaId) => {
  const row = await db.selectFrom('areas').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? refuse('not_found') : toArea(row)
}

/** What rules may name: a boundary they do not. */
const asRuleNames = (kind: AreaKind, name: string): AreaName | null =>
  kind === 'boundary' || name === '' ? null : { kind, name }

const areTwins = async (db: ReadDb, kind: AreaKind, name: string, own: AreaId | null): Promise<boolean> => {
  const rows = await db.selectFrom('areas').select(['id', 'name']).where('kind', '=', kind).execute()
  return rows.some((row) => row.id !== own && fold(row.name) === fold(name))
}

/** The fields as they are written: a district gives its area the name. */
const sound = async (db: ReadDb, kind: AreaKind, fields: AreaFields): Promise<AreaFields> => {
  const fault = areaFault(fields.geometry, (await readSetting(db, 'map')).bbox)
  if (fault !== null) refuse(REFUSALS[fault], { field: 'geometry' })
  if (kind !== 'district') {
    if (kind === 'competence' && fields.name === '') refuse('invalid_input', { field: 'name' })
    return { ...fields, districtId: null }
  }
  if (fields.districtId === null) return refuse('invalid_input', { field: 'districtId' })
  const district = await db
    .selectFrom('districts')
    .select('name')
    .where('id', '=', fields.districtId)
    .executeTakeFirst()
  return district === undefined ? refuse('not_found', { field: 'districtId' }) : { ...fields, name: district.name }
}

const toRow = ({ name, districtId, geometry }: AreaFields) => ({
  name,
  district_id: districtId,
  geometry: JSON.stringify(geometry),
})

export const addArea = (
  parts: FeatureParts,
  { kind, ...given }: InputOf<(typeof places)['addArea']>,
): Promise<Result<{ id: AreaId }>> =>
  parts.current.store.write(async (db) => {
    const fields = await sound(db, kind, given)
    if (await areTwins(db, kind, fields.name, null)) refuse('name_taken', { field: 'name' })
    const { insertId } = await db
      .insertInto('areas')
      .values({ kind, ...toRow(fields) })
      .executeTakeFirstOrThrow()
    if (fields.districtId !== null) await centreDistrict(db, fields.districtId)
    return { id: Number(insertId) as AreaId }
  })

/** The rules go on naming it; where another piece keeps the old name, that one stays theirs. */
const followName = async (db: WriteDb, kind: AreaKind, before: string, after: string): Promise<void> => {
  const named = asRuleNames(kind, before)
  if (named === null || before === after || (await areTwins(db, kind, before, null))) return
  await renameInRules(db, named, after)
}

export const editArea = (
  parts: FeatureParts,
  { id, base, changes }: InputOf<(typeof places)['editArea']>,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const before = await kept(db, id)
    const held: AreaFields = {
      name: before.name,
      districtId: before.districtId,
      geometry: before.geometry as AreaFields['geometry'],
    }
    checkBase<AreaFields>(held, base, changes)
    const after = await sound(db, before.kind, {
      name: changes.name ?? held.name,
      districtId: changes.districtId === undefined ? held.districtId : changes.districtId,
      geometry: changes.geometry ?? held.geometry,
    })
    const isRenamed = fold(after.name) !== fold(before.name)
    // Pieces of one area bear one name already: only a new one must be free.
    if (isRenamed && (await areTwins(db, before.kind, after.name, id))) refuse('name_taken', { field: 'name' })
    await db.updateTable('areas').set(toRow(after)).where('id', '=', id).execute()
    await followName(db, before.kind, before.name, after.name)
    for (const districtId of new Set([before.districtId, after.districtId]))
      if (districtId !== null) await centreDistrict(db, districtId)
    return {}
  })

export const removeArea = (parts: FeatureParts, id: AreaId): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const { kind, name, districtId } = await kept(db, id)
    const named = asRuleNames(kind, name)
    if (named !== null && !(await areTwins(db, kind, name, id))) {
      const rule = await ruleNaming(db, named)
      if (rule !== null) refuse('area_in_rule', { details: { name: rule } })
    }
    await db.deleteFrom('areas').where('id', '=', id).execute()
    if (districtId !== null) await centreDistrict(db, districtId)
    return {}
  })
