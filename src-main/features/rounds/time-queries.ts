import type { InputOf, OutputOf } from '@shared/contract/define'
import { VISIT_REASONS, type Visit } from '@shared/contract/crews'
import type { rounds } from '@shared/contract/rounds'
import type { TicketId, VisitId } from '@shared/kernel/ids'
import type { TicketStatus } from '@shared/tickets/vocabulary'
import { z } from 'zod'
import type { ReadDb } from '@main/store/handles'
import { nameOf } from '../tickets/names'
import { knownTime, toTime } from './round-queries'

type Time = (typeof rounds)['time']

const reason = z.enum(VISIT_REASONS).nullable().catch(null)

/** One time of a round with everything that waits for it, or was done on it. */
export const readTime = async (db: ReadDb, { roundId, planned }: InputOf<Time>): Promise<OutputOf<Time>> => {
  const time = await knownTime(db, roundId, planned)
  const rows = await db
    .selectFrom('visits')
    .innerJoin('tickets', 'tickets.id', 'visits.ticket_id')
    .select(['visits.id', 'visits.status', 'visits.note', 'visits.reason', 'tickets.id as ticket_id'])
    .select(['tickets.number', 'tickets.subject', 'tickets.place_text', 'tickets.status as ticket_status'])
    .where('visits.round_id', '=', roundId)
    .where('visits.round_planned', '=', planned)
    .orderBy('visits.position')
    .orderBy('visits.id')
    .execute()
  return {
    time: toTime(roundId, time.fields, time, rows.length),
    crewName: await nameOf(db, 'crews', time.crewId),
    categoryIds: time.fields.categoryIds,
    districtIds: time.fields.districtIds,
    note: time.change?.note ?? '',
    spentMinutes: time.change?.spent_minutes ?? null,
    answer: time.fields.answer,
    visits: rows.map((row) => ({
      visitId: row.id as VisitId,
      ticketId: row.ticket_id as TicketId,
      number: row.number,
      subject: row.subject,
      placeText: row.place_text,
      ticketStatus: row.ticket_status as TicketStatus,
      status: row.status as Visit['status'],
      note: row.note,
      reason: reason.parse(row.reason),
    })),
  }
}
