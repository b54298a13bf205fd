import type { bulk } from '@shared/contract/bulk'
import type { InputOf, OutputOf } from '@shared/contract/define'
import { Refusal, refuse } from '@shared/kernel/app-error'
import type { CategoryId, TicketId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import { mayUndoStep } from '@shared/tickets/undo-step'
import { type Priority, priorityOfRank } from '@shared/tickets/vocabulary'
import type { SignedInCaller } from '@main/platform/caller'
import type { WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../../feature-parts'
import { writeFields } from '../edit-ticket'
import { type FieldBefore, fieldBeforeOf } from '../step-before'
import { storedTicket } from '../ticket-queries'
import { type StepBack, takeStepBack } from '../undo-step'
import { actorOf } from '../write-entry'

type Undo = (typeof bulk)['undo']

export const undoBulk = (
  parts: FeatureParts,
  caller: SignedInCaller,
  { steps }: InputOf<Undo>,
): Promise<Result<OutputOf<Undo>>> =>
  parts.current.store.write(async (db) => {
    const now = parts.clock.now()
    let undone = 0
    const left: OutputOf<Undo>['left'] = []
    // Last first: visits find the places that they had.
    for (const { id, entryId } of steps.toReversed()) {
      try {
        await takeBack(db, { id, entryId, caller, now })
        undone += 1
      } catch (error) {
        // A refusal comes before anything of that ticket is written: the others still go back.
        if (!(error instanceof Refusal)) throw error
        const ticket = await storedTicket(db, id)
        left.push({ id: id as TicketId, number: ticket?.number ?? '', code: error.error.code })
      }
    }
    return { undone, left }
  })

const takeBack = async (db: WriteDb, back: StepBack): Promise<void> => {
  const entry = await db
    .selectFrom('timeline')
    .selectAll()
    .where('id', '=', back.entryId)
    .where('ticket_id', '=', back.id)
    .executeTakeFirst()
  const field = entry === undefined ? null : fieldBeforeOf(entry.data)
  if (entry === undefined || field === null) return takeStepBack(db, back)
  const ticket = (await storedTicket(db, back.id)) ?? refuse('not_found')
  const holds = field.field === 'categoryId' ? ticket.category_id : priorityOfRank(ticket.priority)
  const taken = { at: entry.at, actorId: entry.actor_id, movedSince: holds !== field.to }
  if (ticket.status === 'merged' || !mayUndoStep(taken, { userId: back.caller.user.id, now: back.now }))
    return refuse('undo_expired')
  await writeFields(db, ticket, valueOf(field), { actor: actorOf(back.caller), at: back.now })
}

const valueOf = ({ field, from }: FieldBefore) =>
  field === 'categoryId' ? { categoryId: from as CategoryId | null } : { priority: from as Priority }
