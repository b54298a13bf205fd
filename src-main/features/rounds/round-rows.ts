import type { Selectable } from 'kysely'
import { type RoundFields, roundFields } from '@shared/contract/rounds'
import type { CrewId } from '@shared/kernel/ids'
import { type Day, asDay } from '@shared/kernel/instant'
import type { RoundChange } from '@shared/rounds/round-days'
import type { Tables } from '@main/store/tables'

export type StoredRound = Selectable<Tables['rounds']>
export type StoredRoundDay = Selectable<Tables['round_days']>

/** A list that another version wrote and this one cannot read names nothing: the round is then in trouble, and says so. */
const categories = roundFields.shape.categoryIds.catch([])
const districts = roundFields.shape.districtIds.catch([])
const weekdays = roundFields.shape.weekdays.catch([])

export const toRoundFields = (row: StoredRound): RoundFields => ({
  name: row.name,
  categoryIds: categories.parse(JSON.parse(row.category_ids)),
  districtIds: districts.parse(JSON.parse(row.district_ids)),
  crewId: row.crew_id as CrewId,
  everyWeeks: row.every_weeks,
  weekdays: weekdays.parse(JSON.parse(row.weekdays)),
  season: row.season_from === null || row.season_to === null ? null : { from: row.season_from, to: row.season_to },
  startsOn: asDay(row.starts_on),
  endsOn: row.ends_on as Day | null,
  minutes: row.minutes,
  ticketMinutes: row.ticket_minutes,
  answer: row.answer,
  active: row.active === 1,
})

export const toRoundRow = (fields: RoundFields) => ({
  name: fields.name,
  category_ids: JSON.stringify(fields.categoryIds),
  district_ids: JSON.stringify(fields.districtIds),
  crew_id: fields.crewId,
  every_weeks: fields.everyWeeks,
  weekdays: JSON.stringify(fields.weekdays),
  season_from: fields.season?.from ?? null,
  season_to: fields.season?.to ?? null,
  starts_on: fields.startsOn,
  ends_on: fields.endsOn,
  minutes: fields.minutes,
  ticket_minutes: fields.ticketMinutes,
  answer: fields.answer,
  active: fields.active ? 1 : 0,
})

export const toChange = (row: StoredRoundDay): RoundChange => ({
  planned: asDay(row.planned),
  day: row.day as Day | null,
  skipped: row.skipped === 1,
})
