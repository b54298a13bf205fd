import type { InputOf } from '@shared/contract/define'
import type { crews } from '@shared/contract/crews'
import { dayAt } from '@shared/deadlines/zone'
import { refuse } from '@shared/kernel/app-error'
import type { CrewId } from '@shared/kernel/ids'
import type { Instant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import { checkBase } from '@main/store/check-base'
import type { ReadDb, WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { readSetting } from '../settings/read-setting'
import { actorOf } from '../tickets/write-entry'
import { storedCrew } from './crew-queries'
import { toCrew } from './crew-rows'
import { takeOff } from './unplan-visits'
import type { PlannedVisit } from './visits-of-ticket'

type CrewFields = InputOf<(typeof crews)['create']>
type EditCrew = InputOf<(typeof crews)['edit']>

const refuseTwin = async (db: ReadDb, name: string, own: number | null): Promise<void> => {
  const twin = await db.selectFrom('crews').select('id').where('name', '=', name).executeTakeFirst()
  if (twin && twin.id !== own) refuse('name_taken', { field: 'name' })
}

/** Inside a write; also how the demonstration gets its crews. */
export const insertCrew = async (db: WriteDb, fields: CrewFields): Promise<CrewId> => {
  await refuseTwin(db, fields.name, null)
  const { insertId } = await db
    .insertInto('crews')
    .values({
      name: fields.name,
      color: fields.color,
      vehicle: fields.vehicle,
      capacity_visits: fields.capacityVisits,
      capacity_minutes: fields.capacityMinutes,
      members: JSON.stringify(fields.members),
      skills: JSON.stringify(fields.skills),
      districts: JSON.stringify(fields.districts),
      weekdays: JSON.stringify(fields.weekdays),
      absences: JSON.stringify(fields.absences),
      active: fields.active ? 1 : 0,
    })
    .executeTakeFirstOrThrow()
  return Number(insertId) as CrewId
}

export const createCrew = (parts: FeatureParts, fields: CrewFields): Promise<Result<{ id: CrewId }>> =>
  parts.current.store.write(async (db) => ({ id: await insertCrew(db, fields) }))

const json = (changed: unknown, stored: string): string => (changed === undefined ? stored : JSON.stringify(changed))

/** What a crew that is put aside still has before it; what is past waits for its result. */
const visitsAhead = async (db: ReadDb, crewId: number, now: Instant): Promise<PlannedVisit[]> => {
  const { zone } = await readSetting(db, 'calendar')
  return db
    .selectFrom('visits')
    .selectAll()
    .where('crew_id', '=', crewId)
    .where('status', '=', 'planned')
    .where('day', '>=', dayAt(now, zone))
    .execute()
}

/** A crew is never removed, since timelines name it: it is put aside (`active: false`). */
export const editCrew = (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: EditCrew,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const row = (await storedCrew(db, input.id)) ?? refuse('not_found')
    const { changes } = input
    checkBase(toCrew(row), input.base, changes)
    if (changes.name !== undefined) await refuseTwin(db, changes.name, input.id)
    if (changes.active === false && row.active === 1 && input.visits !== 'keep') {
      const at = parts.clock.now()
      const visits = await visitsAhead(db, input.id, at)
      if (visits.length > 0 && input.visits === undefined)
        refuse('in_use', { field: 'active', details: { visits: visits.length } })
      await takeOff(db, visits, { at, actor: actorOf(caller) })
    }
    await db
      .updateTable('crews')
      .set({
        name: changes.name ?? row.name,
        color: changes.color ?? row.color,
        vehicle: changes.vehicle ?? row.vehicle,
        capacity_visits: changes.capacityVisits ?? row.capacity_visits,
        capacity_minutes: changes.capacityMinutes ?? row.capacity_minutes,
        members: json(changes.members, row.members),
        skills: json(changes.skills, row.skills),
        districts: json(changes.districts, row.districts),
        weekdays: json(changes.weekdays, row.weekdays),
        absences: json(changes.absences, row.absences),
        active: changes.active === undefined ? row.active : changes.active ? 1 : 0,
      })
      .where('id', '=', input.id)
      .execute()
    return {}
  })
