import { stepOfStatus } from '@shared/citizen/steps'
import { visitsAtStep } from '@shared/crews/planned-visits'
import { dayAt } from '@shared/deadlines/zone'
import { refuse } from '@shared/kernel/app-error'
import type { BodyId, CrewId } from '@shared/kernel/ids'
import { type Day, asInstant } from '@shared/kernel/instant'
import {
  type ResumeStatus,
  type TicketLife,
  type TransitionRequest,
  checkTransition,
  pausesDeadline,
} from '@shared/tickets/life'
import { type Outcome, type TicketStatus, type WaitingReason, isOpen } from '@shared/tickets/vocabulary'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { noteStep } from '../citizen/note-step'
import { plannedVisitsOf, takeOffBoard, visitWords } from '../crews/visits-of-ticket'
import { readSetting } from '../settings/read-setting'
import { refreshDeadlines } from './refresh-deadlines'
import { stepBefore } from './step-before'
import { storedTicket } from './ticket-queries'
import type { StoredTicket } from './ticket-rows'
import { type Actor, writeEntry } from './write-entry'

export const lifeOf = (ticket: StoredTicket): TicketLife => ({
  status: ticket.status as TicketStatus,
  resumeStatus: ticket.resume_status as ResumeStatus | null,
  outcome: ticket.outcome as Outcome | null,
  waitingUntil: ticket.waiting_until as Day | null,
  waitingReason: ticket.waiting_reason as WaitingReason | null,
  bodyId: ticket.body_id as BodyId | null,
  chaseOn: ticket.chase_on as Day | null,
  crewId: ticket.crew_id as CrewId | null,
  reopenCount: ticket.reopened,
})

export interface TransitionAct {
  readonly ticketId: number
  readonly actor: Actor | null
  readonly at: number
  readonly note?: string
  /** Leaves planned visits on the board where the rule lets a person choose. */
  readonly keepVisits?: boolean
}

/**
 * Takes a ticket one step: the rule decides, then fields, visits, pauses, deadlines and timeline in the same write.
 * Answers the timeline's entry, by which the step can be taken back.
 */
export const applyTransition = async (db: WriteDb, act: TransitionAct, request: TransitionRequest): Promise<number> => {
  const ticket = (await storedTicket(db, act.ticketId)) ?? refuse('not_found')
  const calendar = await readSetting(db, 'calendar')
  const today = dayAt(asInstant(act.at), calendar.zone)
  const checked = checkTransition(lifeOf(ticket), { ...request, today })
  // One of many may refuse for all: the sentence says which.
  if (!checked.ok)
    return refuse(checked.error.code, {
      ...checked.error,
      details: { ...checked.error.details, number: ticket.number },
    })
  const { life, kind, from } = checked.value
  const { leaving, mayKeep } = visitsAtStep(
    { from, to: life.status, outcome: life.outcome, waitingUntil: life.waitingUntil },
    await plannedVisitsOf(db, act.ticketId),
  )
  const taken = mayKeep && act.keepVisits ? [] : leaving
  await db
    .updateTable('tickets')
    .set({
      status: life.status,
      is_open: isOpen(life.status) ? 1 : 0,
      resume_status: life.resumeStatus,
      outcome: life.outcome,
      waiting_until: life.waitingUntil,
      waiting_reason: life.waitingReason,
      body_id: life.bodyId,
      chase_on: life.chaseOn,
      crew_id: life.crewId,
      reopened: life.reopenCount,
      done_at: workEndedAt(ticket, life, act.at),
      closed_at: life.status === 'closed' ? act.at : null,
      // A reopened ticket is owed a new official answer.
      official_answer_at: kind === 'reopened' ? null : ticket.official_answer_at,
      last_activity_at: act.at,
      unread: 0,
    })
    .where('id', '=', act.ticketId)
    .execute()
  await movePauses(db, act, from, life.status)
  await takeOffBoard(db, taken)
  await refreshDeadlines(db, act.ticketId)
  const step = stepOfStatus(life.status)
  const { channel } = ticket
  if (step !== null && step !== from)
    await noteStep(db, { ticketId: act.ticketId, channel, step, round: life.reopenCount, at: act.at })
  return writeEntry(db, {
    ticketId: act.ticketId,
    at: act.at,
    kind: kind === 'reopened' ? 'reopened' : 'status',
    actor: act.actor,
    data: {
      from,
      to: life.status,
      ...(await words(db, life)),
      ...(taken.length > 0 ? { visitsOff: await visitWords(db, taken) } : {}),
      undo: stepBefore(ticket, taken),
    },
    text: act.note ?? '',
  })
}

/** Work that is taken up again, or closed without the crew's word, has no end of its own. */
const workEndedAt = (ticket: StoredTicket, life: TicketLife, at: number): number | null => {
  if (life.status === 'done') return at
  return life.status === 'closed' && ticket.status === 'done' ? ticket.done_at : null
}

const words = async (db: ReadDb, life: TicketLife): Promise<Record<string, unknown>> => {
  if (life.status === 'closed') return { outcome: life.outcome }
  if (life.status === 'waiting') return { until: life.waitingUntil, reason: life.waitingReason }
  if (life.status === 'forwarded' && life.bodyId !== null) {
    const body = await db.selectFrom('bodies').select('name').where('id', '=', life.bodyId).executeTakeFirst()
    if (!body) return refuse('not_found', { field: 'bodyId' })
    return { body: body.name, chaseOn: life.chaseOn }
  }
  if (life.status === 'assigned' && life.crewId !== null) {
    const crew = await db.selectFrom('crews').select('name').where('id', '=', life.crewId).executeTakeFirst()
    if (!crew) return refuse('not_found', { field: 'crewId' })
    return { crew: crew.name }
  }
  return {}
}

/** Opens or ends the stretch in which no deadline runs. */
export const movePauses = async (
  db: WriteDb,
  act: Pick<TransitionAct, 'ticketId' | 'at'>,
  from: TicketStatus,
  to: TicketStatus,
): Promise<void> => {
  if (pausesDeadline(from) && !pausesDeadline(to))
    await db
      .updateTable('ticket_pauses')
      .set({ to_at: act.at })
      .where('ticket_id', '=', act.ticketId)
      .where('to_at', 'is', null)
      .execute()
  if (!pausesDeadline(from) && pausesDeadline(to))
    await db.insertInto('ticket_pauses').values({ ticket_id: act.ticketId, from_at: act.at, to_at: null }).execute()
}
