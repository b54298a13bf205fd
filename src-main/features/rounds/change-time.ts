import type { InputOf, OutputOf } from '@shared/contract/define'
import type { rounds } from '@shared/contract/rounds'
import { addDays } from '@shared/deadlines/zone'
import { refuse } from '@shared/kernel/app-error'
import type { Day } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { workingCrew } from '../crews/crew-queries'
import { refusePast } from '../crews/not-past'
import type { FeatureParts } from '../feature-parts'
import { actorOf } from '../tickets/write-entry'
import { type KnownTime, knownTime, nextTimes, storedRound, timesOf, todayOf } from './round-queries'
import type { StoredRoundDay } from './round-rows'
import { carryTo, letGo, waitingVisits } from './round-visits'

type Move = (typeof rounds)['move']
type Skip = (typeof rounds)['skip']

/** One time on another day, or with another crew; its tickets go along. */
export const moveTime = (
  parts: FeatureParts,
  caller: SignedInCaller,
  { roundId, planned, base, day, crewId }: InputOf<Move>,
): Promise<Result<OutputOf<Move>>> =>
  parts.current.store.write(async (db) => {
    const time = await seen(db, roundId, planned, base)
    await refusePast(db, day, parts.clock.now())
    await workingCrew(db, crewId)
    await refuseTaken(db, { roundId, planned, day, fields: time.fields })
    await writeChange(db, roundId, planned, { day, crew_id: crewId === time.fields.crewId ? null : crewId })
    const by = { at: parts.clock.now(), actor: actorOf(caller) }
    return { toTell: await carryTo(db, await waitingVisits(db, roundId, planned), { planned, day, crewId }, by) }
  })

/** Left out this once. Its tickets go on to the next time; where there is none they wait for a day again. */
export const skipTime = (
  parts: FeatureParts,
  caller: SignedInCaller,
  { roundId, planned, base }: InputOf<Skip>,
): Promise<Result<OutputOf<Skip>>> =>
  parts.current.store.write(async (db) => {
    const time = await seen(db, roundId, planned, base)
    const visits = await waitingVisits(db, roundId, planned)
    await writeChange(db, roundId, planned, { day: null, crew_id: null, skipped: 1 })
    const today = await todayOf(db, parts.clock.now())
    const from = addDays(time.day, 1)
    const [next] = await nextTimes(db, roundId, time.fields, from > today ? from : today, 1)
    const by = { at: parts.clock.now(), actor: actorOf(caller) }
    if (next === undefined) return { toTell: await letGo(db, visits, by) }
    const to = { ...next, crewId: next.change?.crew_id ?? time.fields.crewId }
    return { toTell: await carryTo(db, visits, to, by) }
  })

/** A time that was left out stands in the calendar again, with those of its tickets that are still in the round. */
export const restoreTime = (
  parts: FeatureParts,
  caller: SignedInCaller,
  { roundId, planned, ticketIds }: InputOf<(typeof rounds)['restore']>,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    if (!(await storedRound(db, roundId))) refuse('not_found', { field: 'roundId' })
    await db
      .deleteFrom('round_days')
      .where('round_id', '=', roundId)
      .where('planned', '=', planned)
      .where('skipped', '=', 1)
      .execute()
    const { day, crewId, fields } = await knownTime(db, roundId, planned)
    await refusePast(db, day, parts.clock.now())
    await refuseTaken(db, { roundId, planned, day, fields })
    const back = new Set<number>(ticketIds)
    const visits = (await waitingVisits(db, roundId, null)).filter((visit) => back.has(visit.ticket_id))
    await carryTo(db, visits, { planned, day, crewId }, { at: parts.clock.now(), actor: actorOf(caller) })
    return {}
  })

/** Refuses with `round_day_taken` where another time of the round is made on that day. */
const refuseTaken = async (
  db: ReadDb,
  { roundId, planned, day, fields }: Pick<KnownTime, 'planned' | 'day' | 'fields'> & { readonly roundId: number },
): Promise<void> => {
  const times = await timesOf(db, roundId, fields, { from: day, to: day })
  if (times.some((one) => one.planned !== planned)) refuse('round_day_taken', { field: 'day' })
}

/** Refuses with `conflict` where another desk moved it since, and with `round_done` where it is over. */
const seen = async (db: ReadDb, roundId: number, planned: Day, base: Day): Promise<KnownTime> => {
  const time = await knownTime(db, roundId, planned)
  if (time.change?.done_at != null) refuse('round_done', { field: 'planned' })
  if (time.day !== base) refuse('conflict', { field: 'day', current: { day: time.day } })
  return time
}

export const writeChange = async (
  db: WriteDb,
  roundId: number,
  planned: string,
  change: Partial<Omit<StoredRoundDay, 'round_id' | 'planned'>>,
): Promise<void> => {
  await db
    .insertInto('round_days')
    .values({ round_id: roundId, planned, ...change })
    .onConflict((conflict) => conflict.columns(['round_id', 'planned']).doUpdateSet(change))
    .execute()
}
