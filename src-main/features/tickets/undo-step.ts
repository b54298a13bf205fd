import type { InputOf } from '@shared/contract/define'
import type { tickets } from '@shared/contract/tickets'
import { refuse } from '@shared/kernel/app-error'
import type { Result } from '@shared/kernel/result'
import { mayUndoStep } from '@shared/tickets/undo-step'
import type { TicketStatus } from '@shared/tickets/vocabulary'
import type { SignedInCaller } from '@main/platform/caller'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { forgetStep } from '../citizen/note-step'
import { type PlannedVisit, plannedVisitsOf, putBackOnBoard, takeOffBoard, visitWords } from '../crews/visits-of-ticket'
import type { FeatureParts } from '../feature-parts'
import { mendForwardings, withdrawForwarding } from '../forwarding/undo-forwarding'
import { movePauses } from './apply-transition'
import { refreshDeadlines } from './refresh-deadlines'
import { type StepBefore, stepBeforeOf } from './step-before'
import { type StoredTicket, storedTicket } from './ticket-queries'
import { actorOf, writeEntry } from './write-entry'

type UndoStep = InputOf<(typeof tickets)['undoStep']>

/** Entries after which an earlier step is no longer the ticket's last. */
const STEPS = ['status', 'assigned', 'planned', 'visit', 'reopened', 'linked', 'merged', 'unmerged']

/** Takes a step back: fields, visits and clocks as they were. The timeline keeps both the step and its undoing. */
export const undoStep = async (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: UndoStep,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    await takeStepBack(db, { ...input, caller, now: parts.clock.now() })
    return {}
  })

export interface StepBack {
  readonly id: number
  readonly entryId: number
  readonly caller: SignedInCaller
  readonly now: number
}

/** Whether the ticket was moved, assigned or planned again after an entry. */
export const isMovedSince = async (db: ReadDb, id: number, entryId: number): Promise<boolean> => {
  const later = await db
    .selectFrom('timeline')
    .select('id')
    .where('ticket_id', '=', id)
    .where('id', '>', entryId)
    .where('kind', 'in', STEPS)
    .executeTakeFirst()
  return later !== undefined
}

/** The same inside a write. It refuses before it has changed anything, so that one of many may stay as it is. */
export const takeStepBack = async (db: WriteDb, { id, entryId, caller, now }: StepBack): Promise<void> => {
  const ticket = (await storedTicket(db, id)) ?? refuse('not_found')
  const entry = await db
    .selectFrom('timeline')
    .selectAll()
    .where('id', '=', entryId)
    .where('ticket_id', '=', id)
    .executeTakeFirst()
  if (!entry) return refuse('not_found', { field: 'entryId' })
  const taken = { at: entry.at, actorId: entry.actor_id, movedSince: await isMovedSince(db, id, entryId) }
  const before = stepBeforeOf(entry.data)
  if (before === null || !mayUndoStep(taken, { userId: caller.user.id, now })) return refuse('undo_expired')

  const unplanned = await restoreTicket(db, ticket, before, { stepAt: entry.at, now })
  await writeEntry(db, {
    ticketId: id,
    at: now,
    kind: 'status',
    actor: actorOf(caller),
    data: {
      undone: true,
      from: ticket.status,
      to: before.ticket.status,
      ...(unplanned.length > 0 ? { visitsOff: await visitWords(db, unplanned) } : {}),
      ...(before.visits.length > 0 ? { visitsBack: await visitWords(db, before.visits) } : {}),
    },
  })
}

/**
 * Fields, visits and clocks as they were before a step, inside a write; answers the visits that the step had planned and
 * that went with it. Refuses `undo_expired` where a letter has left, before anything is changed.
 */
export const restoreTicket = async (
  db: WriteDb,
  ticket: StoredTicket,
  before: StepBefore,
  { stepAt, now }: { readonly stepAt: number; readonly now: number },
): Promise<readonly PlannedVisit[]> => {
  const { id } = ticket
  const undone = await withdrawForwarding(db, id, ticket, before.ticket)
  // A visit that the step itself planned goes with it.
  const unplanned = (await plannedVisitsOf(db, id)).filter((visit) => before.planned?.includes(visit.id))
  await takeOffBoard(db, unplanned)
  const { official_answer_at: answered, ...fields } = before.ticket
  await db
    .updateTable('tickets')
    // An official answer given meanwhile stays given.
    .set({ ...fields, official_answer_at: ticket.official_answer_at ?? answered, last_activity_at: now })
    .where('id', '=', id)
    .execute()
  await mendForwardings(db, id, undone, ticket, before.ticket)
  await putBackOnBoard(db, before.visits)
  await movePauses(db, { ticketId: id, at: now }, ticket.status as TicketStatus, before.ticket.status as TicketStatus)
  await forgetStep(db, id, stepAt)
  await refreshDeadlines(db, id)
  return unplanned
}
