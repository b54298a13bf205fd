import type { InputOf, OutputOf } from '@shared/contract/define'
import type { macros } from '@shared/contract/macros'
import { Refusal, refuse } from '@shared/kernel/app-error'
import type { CategoryId, TicketId, UserId } from '@shared/kernel/ids'
import type { Instant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import { mayUndoStep } from '@shared/tickets/undo-step'
import { priorityOfRank } from '@shared/tickets/vocabulary'
import type { SignedInCaller } from '@main/platform/caller'
import type { WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { saveDraft } from '../messages/drafts'
import { withdrawCopies } from '../messages/take-back'
import { recountAnswers, withdrawHeld } from '../messages/withdraw'
import { writeFields } from '../tickets/edit-ticket'
import { type StoredTicket, storedTicket } from '../tickets/ticket-queries'
import { isMovedSince, restoreTicket } from '../tickets/undo-step'
import { actorOf, writeEntry } from '../tickets/write-entry'
import { type RunBefore, isAsLeft, runBeforeOf, textMark } from './run-before'

type Undo = (typeof macros)['undo']

export const undoMacro = (
  parts: FeatureParts,
  caller: SignedInCaller,
  { steps }: InputOf<Undo>,
): Promise<Result<OutputOf<Undo>>> => {
  const { store } = parts.current
  return store.write(async (db) => {
    const now = parts.clock.now()
    let undone = 0
    const left: OutputOf<Undo>['left'] = []
    // Last first: visits find the places that they had.
    for (const { id, entryId } of steps.toReversed()) {
      try {
        await store.savepoint(db, () => takeBack(db, caller, { id, entryId, now }))
        undone += 1
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        const ticket = await storedTicket(db, id)
        left.push({ id: id as TicketId, number: ticket?.number ?? '', code: error.error.code })
      }
    }
    return { undone, left }
  })
}

interface Back {
  readonly id: number
  readonly entryId: number
  readonly now: Instant
}

const takeBack = async (db: WriteDb, caller: SignedInCaller, { id, entryId, now }: Back): Promise<void> => {
  const ticket = (await storedTicket(db, id)) ?? refuse('not_found')
  const entry = await db
    .selectFrom('timeline')
    .selectAll()
    .where('id', '=', entryId)
    .where('ticket_id', '=', id)
    .executeTakeFirst()
  const run = entry === undefined ? null : runBeforeOf(entry.data)
  if (entry === undefined || run === null) return refuse('not_found', { field: 'entryId' })
  const movedSince = !isAsLeft(ticket, run) || (await isMovedSince(db, id, entryId))
  if (!mayUndoStep({ at: entry.at, actorId: entry.actor_id, movedSince }, { userId: caller.user.id, now }))
    refuse('undo_expired')
  if (run.messageId !== null) await withdraw(db, id, run.messageId)
  await backToFields(db, caller, ticket, run, { stepAt: entry.at, now })
  if (run.draft !== null) await takeDraft(db, caller, id, run.draft, entry.at)
  const data = { macro: (JSON.parse(entry.data) as { macro: string }).macro, undone: true }
  await writeEntry(db, { ticketId: id, at: now, kind: 'macro', actor: actorOf(caller), data })
}

/** What was sent cannot be unsent: then nothing of it goes back. */
const withdraw = async (db: WriteDb, ticketId: number, messageId: number): Promise<void> => {
  if (!(await withdrawHeld(db, messageId))) refuse('undo_expired')
  await withdrawCopies(db, messageId)
  await recountAnswers(db, ticketId)
}

const backToFields = async (
  db: WriteDb,
  caller: SignedInCaller,
  ticket: StoredTicket,
  { step, before, after }: RunBefore,
  { stepAt, now }: { readonly stepAt: number; readonly now: Instant },
): Promise<void> => {
  const current = (await storedTicket(db, ticket.id)) ?? ticket
  const hadVisits = step.visits.length > 0 || (step.planned ?? []).length > 0
  if (before.status !== after.status || before.crew_id !== after.crew_id || hadVisits)
    await restoreTicket(db, current, step, { stepAt, now })
  const restored = (await storedTicket(db, ticket.id)) ?? current
  await writeFields(
    db,
    restored,
    {
      categoryId: before.category_id as CategoryId | null,
      priority: priorityOfRank(before.priority),
      ownerId: before.owner_id as UserId | null,
    },
    { actor: actorOf(caller), at: now },
  )
}

/** The macro's own beginning of a draft, where nobody wrote into it: a composer that showed it has saved it since. */
const takeDraft = async (
  db: WriteDb,
  caller: SignedInCaller,
  ticketId: number,
  { face, length, mark }: NonNullable<RunBefore['draft']>,
  at: number,
): Promise<void> => {
  const draft = await db
    .selectFrom('drafts')
    .selectAll()
    .where('user_id', '=', caller.user.id)
    .where('ticket_id', '=', ticketId)
    .where('face', '=', face)
    .executeTakeFirst()
  if (draft === undefined || textMark(draft.text.slice(0, length)) !== mark) return
  const text = draft.text.slice(length).trimStart()
  const data = text === '' ? {} : (JSON.parse(draft.data) as Record<string, unknown>)
  await saveDraft(db, caller.user.id, { ticketId: ticketId as TicketId, face, text, data }, at as Instant)
}
