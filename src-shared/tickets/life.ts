import { appError, type AppError } from '../kernel/app-error'
import type { BodyId, CrewId } from '../kernel/ids'
import type { Day } from '../kernel/instant'
import { err, ok, type Result } from '../kernel/result'
import type { Outcome, TicketStatus, WaitingReason } from './vocabulary'

/** Where work stands while a ticket waits or lies with another body, and where it goes back to. */
export type ResumeStatus = 'accepted' | 'assigned' | 'in_progress'

/** The fields that a transition reads and writes. */
export interface TicketLife {
  readonly status: TicketStatus
  /** Set while `waiting` or `forwarded`, null otherwise. */
  readonly resumeStatus: ResumeStatus | null
  /** Set while `closed`, null otherwise. */
  readonly outcome: Outcome | null
  /** Set while `waiting`, null otherwise. */
  readonly waitingUntil: Day | null
  readonly waitingReason: WaitingReason | null
  /** The competent body; it stays when a forwarded ticket comes back. */
  readonly bodyId: BodyId | null
  /** When to ask the body again; set only while `forwarded`. */
  readonly chaseOn: Day | null
  /** The crew in charge; `accepted` means that there is none (any more). */
  readonly crewId: CrewId | null
  readonly reopenCount: number
}

export interface TransitionRequest {
  readonly to: TicketStatus
  readonly outcome?: Outcome | undefined
  readonly waitingUntil?: Day | undefined
  readonly waitingReason?: WaitingReason | undefined
  readonly bodyId?: BodyId | undefined
  readonly chaseOn?: Day | undefined
  readonly crewId?: CrewId | undefined
  /** Today at the office; when given, a waiting or chase date before it is refused. */
  readonly today?: Day | undefined
}

/** `life` is the ticket after the step; `kind` says what the timeline shall call it. */
export interface Transition {
  readonly kind: 'moved' | 'closed' | 'reopened'
  readonly from: TicketStatus
  readonly life: TicketLife
}

const FORWARD: Readonly<Record<Exclude<TicketStatus, 'waiting' | 'forwarded'>, readonly TicketStatus[]>> = {
  new: ['accepted', 'assigned', 'waiting', 'forwarded', 'closed'],
  accepted: ['assigned', 'in_progress', 'waiting', 'forwarded', 'closed'],
  // A withdrawn assignment goes back to accepted.
  assigned: ['accepted', 'in_progress', 'done', 'waiting', 'forwarded', 'closed'],
  in_progress: ['accepted', 'assigned', 'done', 'waiting', 'forwarded', 'closed'],
  // The crew's word is not the citizen's answer: closing is a second step, and the work may be taken up again.
  done: ['accepted', 'assigned', 'in_progress', 'waiting', 'forwarded', 'closed'],
  closed: ['accepted'],
  // A stub: only undoing the merge brings it back.
  merged: [],
}

const resumeOf = (life: Pick<TicketLife, 'status' | 'resumeStatus'>): ResumeStatus => {
  switch (life.status) {
    case 'waiting':
    case 'forwarded':
      return life.resumeStatus ?? 'accepted'
    case 'assigned':
    case 'in_progress':
      return life.status
    case 'done':
      return 'in_progress'
    default:
      return 'accepted'
  }
}

/**
 * The states that a plain step may lead to, in the order of the screen's menu. From `waiting` and `forwarded`
 * the first one is where the ticket was; a crew may be named or taken away there too (the wait ends with it), and the
 * state itself is listed for a new date or another body.
 */
export const allowedTransitions = (life: Pick<TicketLife, 'status' | 'resumeStatus'>): readonly TicketStatus[] =>
  life.status === 'waiting' || life.status === 'forwarded'
    ? [...new Set<TicketStatus>([resumeOf(life), 'accepted', 'assigned', 'waiting', 'forwarded', 'closed'])]
    : FORWARD[life.status]

const stepRefusal = (life: TicketLife, to: TicketStatus): AppError | null => {
  if (life.status === 'merged') return appError('ticket_merged')
  if (allowedTransitions(life).includes(to)) return null
  if (life.status === 'closed') return appError('ticket_closed')
  return appError('illegal_transition', { field: 'to', details: { from: life.status, to } })
}

const isPast = (date: Day | undefined, today: Day | undefined): boolean =>
  date !== undefined && today !== undefined && date < today

const fieldRefusal = (life: TicketLife, request: TransitionRequest): AppError | null => {
  switch (request.to) {
    case 'closed':
      return request.outcome ? null : appError('outcome_required', { field: 'outcome' })
    case 'waiting':
      if (!request.waitingUntil) return appError('waiting_date_required', { field: 'waitingUntil' })
      return isPast(request.waitingUntil, request.today)
        ? appError('waiting_date_required', { field: 'waitingUntil', details: { reason: 'past' } })
        : null
    case 'forwarded':
      if (!request.bodyId && !life.bodyId) return appError('invalid_input', { field: 'bodyId' })
      return isPast(request.chaseOn, request.today) ? appError('invalid_input', { field: 'chaseOn' }) : null
    case 'assigned':
      return request.crewId || life.crewId ? null : appError('invalid_input', { field: 'crewId' })
    default:
      return null
  }
}

/**
 * May this ticket take this step, and what is it afterwards?
 *
 * Refused with `ticket_merged`, `ticket_closed` (only reopening leads out of closed), `illegal_transition`,
 * `outcome_required`, `waiting_date_required`, or `invalid_input` naming the body, crew or date at fault.
 */
export const checkTransition = (life: TicketLife, request: TransitionRequest): Result<Transition> => {
  const { to } = request
  const refusal = stepRefusal(life, to) ?? fieldRefusal(life, request)
  if (refusal) return err(refusal)

  const reopened = life.status === 'closed'
  const aside = to === 'waiting' || to === 'forwarded'
  // Moving a chase date without naming the body again keeps the rest as it was.
  const chaseOn = request.chaseOn ?? (life.status === 'forwarded' ? life.chaseOn : null)
  return ok({
    kind: reopened ? 'reopened' : to === 'closed' ? 'closed' : 'moved',
    from: life.status,
    life: {
      status: to,
      resumeStatus: aside ? resumeOf(life) : null,
      outcome: to === 'closed' ? (request.outcome ?? null) : null,
      waitingUntil: to === 'waiting' ? (request.waitingUntil ?? null) : null,
      waitingReason: to === 'waiting' ? (request.waitingReason ?? life.waitingReason ?? 'other') : null,
      bodyId: to === 'forwarded' ? (request.bodyId ?? life.bodyId) : life.bodyId,
      chaseOn: to === 'forwarded' ? chaseOn : null,
      crewId: to === 'assigned' ? (request.crewId ?? life.crewId) : to === 'accepted' ? null : life.crewId,
      reopenCount: life.reopenCount + (reopened ? 1 : 0),
    },
  })
}

export const CLOSING_WARNINGS = ['no_official_answer', 'work_not_done'] as const
export type ClosingWarning = (typeof CLOSING_WARNINGS)[number]

export interface ClosingFacts {
  readonly status: TicketStatus
  readonly hasOfficialAnswer: boolean
  readonly outcome: Outcome | null
}

/** What a person should hear before closing; nothing here forbids it. */
export const closingWarnings = (facts: ClosingFacts): readonly ClosingWarning[] => {
  const warnings: ClosingWarning[] = []
  if (!facts.hasOfficialAnswer) warnings.push('no_official_answer')
  const workOpen = facts.status === 'assigned' || facts.status === 'in_progress'
  if (facts.outcome === 'resolved' && workOpen) warnings.push('work_not_done')
  return warnings
}

/** The clocks of a ticket stand still only while it waits; a body's slowness still counts for the citizen. */
export const pausesDeadline = (status: TicketStatus): boolean => status === 'waiting'
