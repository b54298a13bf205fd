import type { OutputOf } from '@shared/contract/define'
import type { RoundFields, RoundTime, rounds } from '@shared/contract/rounds'
import type { OfficeCalendar } from '@shared/deadlines/office-calendar'
import { addDays, dayAt } from '@shared/deadlines/zone'
import { refuse } from '@shared/kernel/app-error'
import type { CategoryId, CrewId, DistrictId, RoundId } from '@shared/kernel/ids'
import { type Day, type Instant, asDay, instantOrNull } from '@shared/kernel/instant'
import { troublesOf } from '@shared/rounds/covering'
import { HORIZON_DAYS, type RoundDay, changedDays, nextRoundDays, roundDays } from '@shared/rounds/round-days'
import type { ReadDb } from '@main/store/handles'
import { readSetting } from '../settings/read-setting'
import { type StoredRound, type StoredRoundDay, toChange, toRoundFields } from './round-rows'

/** How many times of a round a list shows. */
const SHOWN = 3

export const todayOf = async (db: ReadDb, now: Instant): Promise<Day> =>
  dayAt(now, (await readSetting(db, 'calendar')).zone)

export const storedRound = (db: ReadDb, id: number): Promise<StoredRound | undefined> =>
  db.selectFrom('rounds').selectAll().where('id', '=', id).executeTakeFirst()

const changesOf = (db: ReadDb, roundId: number): Promise<StoredRoundDay[]> =>
  db.selectFrom('round_days').selectAll().where('round_id', '=', roundId).orderBy('planned').execute()

/** A round's times, in order, as people left them; by another calendar than the office's where one is given. */
export const timesOf = async (
  db: ReadDb,
  roundId: number,
  fields: RoundFields,
  { from, to }: { readonly from: Day; readonly to: Day },
  calendar?: OfficeCalendar,
): Promise<readonly (RoundDay & { readonly change: StoredRoundDay | null })[]> => {
  const office = calendar ?? (await readSetting(db, 'calendar'))
  const changes = await changesOf(db, roundId)
  const byPlanned = new Map(changes.map((change) => [change.planned, change]))
  const days = changedDays((a, b) => roundDays(fields, office, a, b), changes.map(toChange), from, to)
  return days.map((one) => ({ ...one, change: byPlanned.get(one.planned) ?? null }))
}

/** The next times that are still to be made, from a day on. */
export const nextTimes = async (
  db: ReadDb,
  roundId: number,
  fields: RoundFields,
  from: Day,
  count: number,
  calendar?: OfficeCalendar,
) => {
  if (!fields.active) return []
  const office = calendar ?? (await readSetting(db, 'calendar'))
  // Far enough for the calendar's own next ones, however many of them were left out by hand.
  const changes = await changesOf(db, roundId)
  const own = nextRoundDays(fields, office, from, count + changes.length)
  const latest = changes.reduce((last, { day }) => (day !== null && day > last ? asDay(day) : last), from)
  const to = own.at(-1)?.day ?? addDays(from, HORIZON_DAYS)
  const times = await timesOf(db, roundId, fields, { from, to: to > latest ? to : latest }, office)
  return times.filter(({ change }) => change?.done_at == null).slice(0, count)
}

const crewOf = (fields: RoundFields, change: StoredRoundDay | null): CrewId =>
  (change?.crew_id as CrewId | null | undefined) ?? fields.crewId

const ticketCounts = async (db: ReadDb, from: Day, to: Day): Promise<ReadonlyMap<string, number>> => {
  const rows = await db
    .selectFrom('visits')
    .select(['round_id', 'round_planned'])
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('round_id', 'is not', null)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .groupBy(['round_id', 'round_planned'])
    .execute()
  return new Map(rows.map((row) => [`${row.round_id} ${row.round_planned}`, Number(row.n)]))
}

export const toTime = (
  id: number,
  fields: RoundFields,
  { planned, day, change }: RoundDay & { readonly change: StoredRoundDay | null },
  tickets: number,
): RoundTime => ({
  roundId: id as RoundId,
  name: fields.name,
  planned,
  day,
  crewId: crewOf(fields, change),
  minutes: fields.minutes,
  doneAt: instantOrNull(change?.done_at ?? null),
  tickets,
})

/** Every round's times of these days, for the crews' board; of one put aside only what was made. */
export const roundsOfDays = async (db: ReadDb, from: Day, to: Day): Promise<RoundTime[]> => {
  const counts = await ticketCounts(db, from, to)
  const found: RoundTime[] = []
  for (const row of await db.selectFrom('rounds').selectAll().orderBy('name').execute()) {
    const fields = toRoundFields(row)
    for (const time of await timesOf(db, row.id, fields, { from, to }))
      if (fields.active || time.change?.done_at != null)
        found.push(toTime(row.id, fields, time, counts.get(`${row.id} ${time.planned}`) ?? 0))
  }
  return found
}

interface Ground {
  readonly crews: ReadonlySet<number>
  readonly districts: ReadonlySet<DistrictId>
  readonly categories: ReadonlySet<CategoryId>
}

/** What there still is of what rounds name. */
export const readGround = async (db: ReadDb): Promise<Ground> => {
  const active = async (table: 'crews' | 'districts' | 'categories'): Promise<Set<number>> =>
    new Set((await db.selectFrom(table).select('id').where('active', '=', 1).execute()).map(({ id }) => id))
  return {
    crews: await active('crews'),
    districts: (await active('districts')) as ReadonlySet<number> as ReadonlySet<DistrictId>,
    categories: (await active('categories')) as ReadonlySet<number> as ReadonlySet<CategoryId>,
  }
}

export const troublesIn = (ground: Ground, fields: RoundFields, days: number) => [
  ...troublesOf(fields, {
    crewIsActive: ground.crews.has(fields.crewId),
    activeDistricts: ground.districts,
    activeCategories: ground.categories,
    days,
  }),
]

export const allRounds = async (db: ReadDb, now: Instant): Promise<OutputOf<(typeof rounds)['list']>['rounds']> => {
  const today = await todayOf(db, now)
  const ground = await readGround(db)
  const waiting = await db
    .selectFrom('visits')
    .select('round_id')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('round_id', 'is not', null)
    .where('status', '=', 'planned')
    .groupBy('round_id')
    .execute()
  const list: OutputOf<(typeof rounds)['list']>['rounds'] = []
  for (const row of await db.selectFrom('rounds').selectAll().orderBy('name').execute()) {
    const fields = toRoundFields(row)
    const next = await nextTimes(db, row.id, fields, today, SHOWN)
    list.push({
      ...fields,
      id: row.id as RoundId,
      troubles: fields.active ? troublesIn(ground, fields, next.length) : [],
      next: next.map(({ planned, day }) => ({ planned, day })),
      waiting: Number(waiting.find((one) => one.round_id === row.id)?.n ?? 0),
    })
  }
  return list
}

export interface KnownTime {
  readonly row: StoredRound
  readonly fields: RoundFields
  readonly planned: Day
  readonly day: Day
  readonly crewId: CrewId
  readonly change: StoredRoundDay | null
}

/** One time by its name; refuses with `round_day_gone` for one that the round does not have (any more). */
export const knownTime = async (db: ReadDb, roundId: number, planned: Day): Promise<KnownTime> => {
  if (!(await storedRound(db, roundId))) refuse('not_found', { field: 'roundId' })
  return (await timeOf(db, roundId, planned)) ?? refuse('round_day_gone', { field: 'planned' })
}

/**
 * The same by fields and a calendar that are only being thought of, perhaps: wherever it was moved to, however far; null
 * for one that is no more.
 */
export const timeNamed = async (
  db: ReadDb,
  roundId: number,
  fields: RoundFields,
  planned: Day,
  calendar?: OfficeCalendar,
): Promise<(RoundDay & { readonly change: StoredRoundDay | null }) | null> => {
  const change = (await changesOf(db, roundId)).find((one) => one.planned === planned) ?? null
  if (change?.skipped === 1) return null
  const office = calendar ?? (await readSetting(db, 'calendar'))
  const own = roundDays(fields, office, planned, addDays(planned, 20)).find((one) => one.planned === planned)
  const day = (change?.day as Day | null | undefined) ?? own?.day
  return day === undefined ? null : { planned, day, change }
}

/** The same as it stands; null for one that is no more. */
export const timeOf = async (db: ReadDb, roundId: number, planned: Day): Promise<KnownTime | null> => {
  const row = await storedRound(db, roundId)
  if (row === undefined) return null
  const fields = toRoundFields(row)
  const time = await timeNamed(db, roundId, fields, planned)
  return time === null ? null : { row, fields, ...time, crewId: crewOf(fields, time.change) }
}

/** Where a round goes, in words; none for the whole town. */
export const districtNamesOf = async (db: ReadDb, roundId: number): Promise<string[]> => {
  const row = await storedRound(db, roundId)
  const ids = row ? toRoundFields(row).districtIds : []
  if (ids.length === 0) return []
  const rows = await db.selectFrom('districts').select('name').where('id', 'in', ids).orderBy('name').execute()
  return rows.map(({ name }) => name)
}
