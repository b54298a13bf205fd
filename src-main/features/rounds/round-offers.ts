import type { OutputOf } from '@shared/contract/define'
import type { RoundOffer, rounds } from '@shared/contract/rounds'
import { addDays } from '@shared/deadlines/zone'
import type { CategoryId, DistrictId, VisitId } from '@shared/kernel/ids'
import { type Instant, asDay } from '@shared/kernel/instant'
import { covers } from '@shared/rounds/covering'
import { isPlannableOf } from '@shared/crews/plannable'
import type { TicketStatus } from '@shared/tickets/vocabulary'
import type { ReadDb } from '@main/store/handles'
import { nameOf } from '../tickets/names'
import { storedTicket } from '../tickets/ticket-queries'
import { nextTimes, readGround, timeOf, toTime, todayOf, troublesIn } from './round-queries'
import { toRoundFields } from './round-rows'

interface Work {
  readonly categoryId: number | null
  readonly districtId: number | null
}

const countOf = async (db: ReadDb, roundId: number, planned: string): Promise<number> => {
  const { n } = await db
    .selectFrom('visits')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('round_id', '=', roundId)
    .where('round_planned', '=', planned)
    .executeTakeFirstOrThrow()
  return Number(n)
}

/** The category itself and the one above it. */
const categoriesOf = async (db: ReadDb, categoryId: number): Promise<CategoryId[]> => {
  const row = await db.selectFrom('categories').select('parent_id').where('id', '=', categoryId).executeTakeFirst()
  return [categoryId, ...(row?.parent_id == null ? [] : [row.parent_id])] as CategoryId[]
}

/**
 * The round that comes by first, from tomorrow on: today's crew is out with its paper already. Rounds in trouble are
 * offered to nobody.
 */
export const coveringRound = async (db: ReadDb, work: Work, now: Instant): Promise<RoundOffer | null> => {
  if (work.categoryId === null) return null
  const rows = await db.selectFrom('rounds').selectAll().where('active', '=', 1).execute()
  if (rows.length === 0) return null
  const reported = {
    categories: await categoriesOf(db, work.categoryId),
    districtId: work.districtId as DistrictId | null,
  }
  const ground = await readGround(db)
  const tomorrow = addDays(await todayOf(db, now), 1)
  let best: RoundOffer | null = null
  for (const row of rows) {
    const fields = toRoundFields(row)
    if (!covers(fields, reported)) continue
    const [next] = await nextTimes(db, row.id, fields, tomorrow, 1)
    if (next === undefined || troublesIn(ground, fields, 1).length > 0) continue
    if (best !== null && best.day <= next.day) continue
    const time = toTime(row.id, fields, next, await countOf(db, row.id, next.planned))
    best = { ...time, crewName: await nameOf(db, 'crews', time.crewId), answer: fields.answer }
  }
  return best
}

/** The times that a ticket waits for, and the one that it might. */
export const roundsOfTicket = async (
  db: ReadDb,
  ticketId: number,
  now: Instant,
): Promise<OutputOf<(typeof rounds)['ofTicket']>> => {
  const ticket = await storedTicket(db, ticketId)
  if (!ticket) return { offer: null, joined: [] }
  const visits = await db
    .selectFrom('visits')
    .select(['id', 'round_id', 'round_planned'])
    .where('ticket_id', '=', ticketId)
    .where('status', '=', 'planned')
    .where('round_id', 'is not', null)
    .orderBy('day')
    .execute()
  const joined: OutputOf<(typeof rounds)['ofTicket']>['joined'] = []
  for (const { id, round_id: roundId, round_planned: planned } of visits) {
    if (roundId === null || planned === null) continue
    const time = await timeOf(db, roundId, asDay(planned))
    // Of a time that is no more the visit itself is left, and the ticket shows it.
    if (time === null) continue
    joined.push({
      ...toTime(roundId, time.fields, time, await countOf(db, roundId, planned)),
      crewName: await nameOf(db, 'crews', time.crewId),
      answer: time.fields.answer,
      visitId: id as VisitId,
    })
  }
  const mayJoin = joined.length === 0 && isPlannableOf(ticket.status as TicketStatus, false)
  return {
    joined,
    offer: mayJoin
      ? await coveringRound(db, { categoryId: ticket.category_id, districtId: ticket.district_id }, now)
      : null,
  }
}
