import type { TicketDetail } from '@shared/contract/tickets'
import { dayAt } from '@shared/deadlines/zone'
import type { BodyId, CrewId, TicketId, VisitId } from '@shared/kernel/ids'
import { type Day, type Instant, asInstant, instantOrNull } from '@shared/kernel/instant'
import { allowedTransitions } from '@shared/tickets/life'
import { readAloud } from '@shared/tickets/read-aloud'
import type { WaitingReason } from '@shared/tickets/vocabulary'
import type { ReadDb } from '@main/store/handles'
import { contactCardOf } from '../contacts/contact-queries'
import { lastDoneVisit, plannedVisitsOf } from '../crews/visits-of-ticket'
import { readSetting } from '../settings/read-setting'
import { lifeOf } from './apply-transition'
import { editableOf } from './edit-ticket'
import { nameOf } from './names'
import { toTicketRow } from './ticket-rows'
import { storedTicket } from './ticket-queries'

const userNameOf = async (db: ReadDb, id: number | null): Promise<string> =>
  id === null
    ? ''
    : ((await db.selectFrom('users').select('display_name').where('id', '=', id).executeTakeFirst())?.display_name ??
      '')

const forwardedAt = async (db: ReadDb, ticketId: number): Promise<number | null> => {
  const entries = await db
    .selectFrom('timeline')
    .select(['at', 'data'])
    .where('ticket_id', '=', ticketId)
    .where('kind', '=', 'status')
    .orderBy('id', 'desc')
    .execute()
  return entries.find(({ data }) => data.includes('"to":"forwarded"'))?.at ?? null
}

/** A whole ticket but for its timeline; undefined when there is none of that id. */
export const ticketDetail = async (db: ReadDb, id: number, now: Instant): Promise<TicketDetail | undefined> => {
  const ticket = await storedTicket(db, id)
  if (!ticket) return undefined
  const { zone } = await readSetting(db, 'calendar')
  const storm = await db
    .selectFrom('storm_tickets')
    .innerJoin('storms', 'storms.id', 'storm_tickets.storm_id')
    .select('storms.name')
    .where('storm_tickets.ticket_id', '=', id)
    .executeTakeFirst()
  const contact = ticket.contact_id === null ? null : await contactCardOf(db, ticket.contact_id)
  const planned = await plannedVisitsOf(db, id)
  const done = await lastDoneVisit(db, id)
  const rounds = new Map<number, string>()
  for (const { round_id: roundId } of planned)
    if (roundId !== null) rounds.set(roundId, await nameOf(db, 'rounds', roundId))
  const master =
    ticket.master_id === null
      ? undefined
      : await db.selectFrom('tickets').select('number').where('id', '=', ticket.master_id).executeTakeFirst()
  const homeBody = await db.selectFrom('bodies').select('id').where('is_home', '=', 1).executeTakeFirst()
  const life = lifeOf(ticket)
  const sent = ticket.status === 'forwarded' ? await forwardedAt(db, id) : null
  const dayOf = (at: number | null): Day | null => (at === null ? null : dayAt(asInstant(at), zone))
  return {
    ...toTicketRow({ ...ticket, contact_name: contact?.name ?? null, storm_name: storm?.name ?? null }),
    trackingCode: ticket.tracking_code,
    description: ticket.description,
    place: editableOf(ticket).place,
    contact,
    ownerName: await userNameOf(db, ticket.owner_id),
    bodyId: ticket.body_id as BodyId | null,
    waitingUntil: ticket.waiting_until as Day | null,
    waitingReason: ticket.waiting_reason as WaitingReason | null,
    chaseOn: ticket.chase_on as Day | null,
    firstAnswerDue: instantOrNull(ticket.first_answer_due),
    firstAnsweredAt: instantOrNull(ticket.first_answered_at),
    resolutionDue: instantOrNull(ticket.resolution_due),
    doneAt: instantOrNull(ticket.done_at),
    closedAt: instantOrNull(ticket.closed_at),
    officialAnswerAt: instantOrNull(ticket.official_answer_at),
    reopened: ticket.reopened,
    masterId: ticket.master_id as TicketId | null,
    protocolNumber: ticket.protocol_number,
    protocolDay: ticket.protocol_day as Day | null,
    createdBy: await userNameOf(db, ticket.created_by),
    plannedVisits: planned.map((visit) => ({
      id: visit.id as VisitId,
      day: visit.day as Day,
      crewId: visit.crew_id as CrewId,
      round: visit.round_id === null ? '' : (rounds.get(visit.round_id) ?? ''),
    })),
    lastDone: done === undefined ? null : { day: done.day as Day, note: done.note },
    allowed: [...allowedTransitions(life)],
    readAloud: spoken(
      readAloud({
        number: ticket.number,
        status: life.status,
        outcome: life.outcome,
        today: dayAt(now, zone),
        receivedOn: dayAt(asInstant(ticket.created_at), zone),
        // Of two crews on one ticket, the one whose day is read out.
        crewName:
          (await nameOf(db, 'crews', (life.status === 'assigned' ? planned[0]?.crew_id : null) ?? ticket.crew_id)) ||
          null,
        visitDay: (planned[0]?.day ?? null) as Day | null,
        bodyName: (await nameOf(db, 'bodies', ticket.body_id)) || null,
        bodyIsOurs: ticket.body_id !== null && ticket.body_id === homeBody?.id,
        forwardedOn: dayOf(sent),
        waitingUntil: life.waitingUntil,
        waitingReason: life.waitingReason,
        closedOn: dayOf(ticket.closed_at),
        masterNumber: master?.number ?? null,
      }),
    ),
  }
}

const spoken = ({ key, params }: ReturnType<typeof readAloud>): TicketDetail['readAloud'] => ({
  key,
  params: Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >,
})
