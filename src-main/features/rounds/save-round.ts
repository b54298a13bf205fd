import type { InputOf, OutputOf } from '@shared/contract/define'
import type { RoundFields, ToTell, rounds } from '@shared/contract/rounds'
import { refuse } from '@shared/kernel/app-error'
import type { RoundId } from '@shared/kernel/ids'
import type { Instant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import { nextRoundDays } from '@shared/rounds/round-days'
import type { SignedInCaller } from '@main/platform/caller'
import { checkBase } from '@main/store/check-base'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { refuseUnknownPlaceholders } from '../answers/save-answer'
import type { FeatureParts } from '../feature-parts'
import { readSetting } from '../settings/read-setting'
import { actorOf } from '../tickets/write-entry'
import { readGround, storedRound, todayOf } from './round-queries'
import { toRoundFields, toRoundRow } from './round-rows'
import { type By, carryTo, letGo } from './round-visits'
import { settlement } from './settlement'

/** What cannot be a round, by name; one that is put aside may name what is gone. */
const check = async (db: ReadDb, fields: RoundFields, own: number | null, now: Instant): Promise<void> => {
  const twin = await db.selectFrom('rounds').select('id').where('name', '=', fields.name).executeTakeFirst()
  if (twin && twin.id !== own) refuse('name_taken', { field: 'name' })
  refuseUnknownPlaceholders('answer', fields.answer)
  if (!fields.active) return
  const office = await readSetting(db, 'calendar')
  const today = await todayOf(db, now)
  const from = fields.startsOn > today ? fields.startsOn : today
  if (nextRoundDays(fields, office, from, 1).length === 0) refuse('round_without_days', { field: 'weekdays' })
  const ground = await readGround(db)
  if (!ground.crews.has(fields.crewId)) refuse('round_crew_gone', { field: 'crewId' })
  if (fields.districtIds.length > 0 && !fields.districtIds.some((one) => ground.districts.has(one)))
    refuse('round_district_gone', { field: 'districtIds' })
  if (!fields.categoryIds.some((one) => ground.categories.has(one))) refuse('not_found', { field: 'categoryIds' })
}

/** Inside a write; also how the demonstration gets its rounds. */
export const insertRound = async (db: WriteDb, fields: RoundFields, now: Instant): Promise<RoundId> => {
  await check(db, fields, null, now)
  const { insertId } = await db.insertInto('rounds').values(toRoundRow(fields)).executeTakeFirstOrThrow()
  return Number(insertId) as RoundId
}

export const createRound = (parts: FeatureParts, fields: RoundFields): Promise<Result<{ id: RoundId }>> =>
  parts.current.store.write(async (db) => ({ id: await insertRound(db, fields, parts.clock.now()) }))

export const editRound = (
  parts: FeatureParts,
  caller: SignedInCaller,
  { id, base, changes }: InputOf<(typeof rounds)['edit']>,
): Promise<Result<OutputOf<(typeof rounds)['edit']>>> =>
  parts.current.store.write(async (db) => {
    const row = (await storedRound(db, id)) ?? refuse('not_found')
    const before = toRoundFields(row)
    checkBase<RoundFields>(before, base, changes)
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    const after: RoundFields = { ...before, ...given }
    const now = parts.clock.now()
    await check(db, after, id, now)
    await db.updateTable('rounds').set(toRoundRow(after)).where('id', '=', id).execute()
    return { toTell: await settleVisits(db, id, after, { at: now, actor: actorOf(caller) }, now) }
  })

/** Holidays changed: whoever waits for a round waits for the day that it has now. Inside that write. */
export const followHolidays = async (db: WriteDb, by: By, now: Instant): Promise<void> => {
  for (const row of await db.selectFrom('rounds').selectAll().where('active', '=', 1).orderBy('id').execute())
    await settleVisits(db, row.id, toRoundFields(row), by, now)
}

/** Tickets follow their round: to its crew, to the next time where theirs is no more, or off it where none is left. */
const settleVisits = async (db: WriteDb, id: number, fields: RoundFields, by: By, now: Instant): Promise<ToTell[]> => {
  const told: ToTell[] = []
  for (const { visits, to } of await settlement(db, id, fields, await todayOf(db, now)))
    told.push(...(to === null ? await letGo(db, visits, by) : await carryTo(db, visits, to, by)))
  return told
}
