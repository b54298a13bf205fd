import type { RoundFields } from '@shared/contract/rounds'
import { addDays, dayAt } from '@shared/deadlines/zone'
import type { CategoryId, CrewId, DistrictId } from '@shared/kernel/ids'
import type { Instant } from '@shared/kernel/instant'
import { planOne } from '@main/features/crews/plan-visits'
import { nextTimes, todayOf } from '@main/features/rounds/round-queries'
import { insertRound } from '@main/features/rounds/save-round'
import type { WriteDb } from '@main/store/handles'
import type { DemoTown } from './demo-town'

/** Tickets that wait for the next time of a round. */
const JOINED = 3
const GREEN = 'Squadra verde'
const ROADS = 'Squadra strade'

interface DemoRound extends Pick<RoundFields, 'name' | 'everyWeeks' | 'weekdays' | 'season' | 'minutes'> {
  readonly crew: string
  readonly work: readonly string[]
  /** Every so many of the districts, from one on; null: the whole town. */
  readonly districts: readonly [from: number, step: number] | null
}

const ROUNDS: readonly DemoRound[] = [
  {
    ...{ name: 'Zanelle e caditoie', crew: ROADS, work: ['zanelle-fossi', 'caditoie'], districts: null },
    ...{ everyWeeks: 1, weekdays: [4], season: null, minutes: 180 },
  },
  {
    ...{ name: 'Taglio erba nord', crew: GREEN, work: ['taglio-erba'], districts: [0, 2] },
    ...{ everyWeeks: 2, weekdays: [2, 3], season: { from: '04-01', to: '10-31' }, minutes: 240 },
  },
  {
    ...{ name: 'Potature dei viali', crew: GREEN, work: ['potature'], districts: [1, 2] },
    ...{ everyWeeks: 2, weekdays: [3], season: { from: '11-01', to: '03-15' }, minutes: 210 },
  },
]

const ANSWER =
  'Gentile {nome},\nla sua segnalazione {numero} rientra nel giro «{giro}»: la squadra passerà {giorno_previsto}.\n\n{ufficio}'

/** The rounds of a town, each with a few tickets that it comes by anyway. */
export const fillRounds = async (db: WriteDb, town: DemoTown, now: Instant): Promise<void> => {
  const giorgio = town.users[4] ?? null
  const today = dayAt(now, town.calendar.zone)
  for (const { crew, work, districts, ...rest } of ROUNDS) {
    const crewId = town.crews.find(({ name }) => name === crew)?.id
    const categoryIds = work.flatMap((key) => town.categories.get(key) ?? []) as CategoryId[]
    if (crewId === undefined || categoryIds.length === 0) continue
    const [from, step] = districts ?? [0, 0]
    const reach = step === 0 ? [] : town.districts.filter((_, index) => index % step === from).map(({ id }) => id)
    const fields: RoundFields = {
      ...rest,
      categoryIds,
      districtIds: reach as DistrictId[],
      crewId: crewId as CrewId,
      startsOn: addDays(today, -28),
      endsOn: null,
      ticketMinutes: 15,
      answer: ANSWER,
      active: true,
    }
    const id = await insertRound(db, fields, now)
    const [next] = await nextTimes(db, id, fields, addDays(await todayOf(db, now), 1), 1)
    if (next === undefined) continue
    let waiting = db
      .selectFrom('tickets')
      .select('id')
      .where('category_id', 'in', categoryIds)
      .where('status', 'in', ['new', 'accepted'])
      .orderBy('id', 'desc')
      .limit(JOINED)
    if (reach.length > 0) waiting = waiting.where('district_id', 'in', reach)
    const round = { id, planned: next.planned, name: fields.name }
    for (const ticket of await waiting.execute()) {
      const visit = { ticketId: ticket.id, crewId: fields.crewId, day: next.day, minutes: fields.ticketMinutes, round }
      await planOne(db, visit, { at: now, actor: giorgio, userId: giorgio?.id ?? null })
    }
  }
}
