import type { OutputOf } from '@shared/contract/define'
import { CALENDAR_PREVIEW_DAYS, type rounds } from '@shared/contract/rounds'
import type { OfficeCalendar } from '@shared/deadlines/office-calendar'
import { addDays } from '@shared/deadlines/zone'
import { type Day, type Instant, asDay } from '@shared/kernel/instant'
import type { RoundDay } from '@shared/rounds/round-days'
import type { ReadDb } from '@main/store/handles'
import { timesOf, todayOf } from './round-queries'
import { toRoundFields } from './round-rows'
import { personOf } from './round-visits'
import { settlement } from './settlement'

type Preview = OutputOf<(typeof rounds)['previewCalendar']>

/** Times of the last days are looked for where a holiday moves them to. */
const BEYOND_DAYS = 30

/** By the name of each time: another day, none any more, or one where it was left out for a holiday. */
const changedTimes = (
  before: readonly RoundDay[],
  after: readonly RoundDay[],
  last: Day,
): Pick<Preview['times'][number], 'from' | 'day'>[] => {
  const was = new Map(before.map(({ planned, day }) => [planned, day]))
  const is = new Map(after.map(({ planned, day }) => [planned, day]))
  const planned = new Set([...was.keys(), ...after.filter(({ day }) => day <= last).map((one) => one.planned)])
  return [...planned]
    .toSorted()
    .map((one) => ({ from: was.get(one) ?? null, day: is.get(one) ?? null }))
    .filter(({ from, day }) => from !== day)
}

/** What saving another calendar would move of the rounds, and whom; `followHolidays` then does just that. */
export const previewCalendar = async (db: ReadDb, calendar: OfficeCalendar, now: Instant): Promise<Preview> => {
  const today = await todayOf(db, now)
  const span = { from: today, to: addDays(today, CALENDAR_PREVIEW_DAYS) }
  const further = { from: today, to: addDays(span.to, BEYOND_DAYS) }
  const preview: Preview = { times: [], people: [] }
  for (const row of await db.selectFrom('rounds').selectAll().where('active', '=', 1).orderBy('name').execute()) {
    const fields = toRoundFields(row)
    const before = (await timesOf(db, row.id, fields, span)).filter(({ change }) => change?.done_at == null)
    const after = await timesOf(db, row.id, fields, further, calendar)
    preview.times.push(...changedTimes(before, after, span.to).map((one) => ({ ...one, name: fields.name })))
    for (const { visits, to } of await settlement(db, row.id, fields, today, calendar))
      for (const visit of visits)
        if (visit.day !== to?.day)
          preview.people.push({
            ...(await personOf(db, visit.ticket_id, to?.day ?? null)),
            from: asDay(visit.day),
            round: fields.name,
          })
  }
  return preview
}
