import type { CrewId, UserId } from '@shared/kernel/ids'
import type { Day, Instant } from '@shared/kernel/instant'
import { refuse } from '@shared/kernel/app-error'
import { type ActionStep, type Actions, stateChange } from '@shared/macros/actions'
import { bulkStep } from '@shared/tickets/bulk'
import type { WriteDb } from '@main/store/handles'
import { planOne } from '../crews/plan-visits'
import { applyTransition } from '../tickets/apply-transition'
import { giveCrew } from '../tickets/assign-ticket'
import { writeFields } from '../tickets/edit-ticket'
import { refreshSearchRow } from '../tickets/search-row'
import { storedTicket } from '../tickets/ticket-queries'
import { type Actor, writeEntry } from '../tickets/write-entry'

/** In whose name, when, and what is only known when it is done. */
export interface StepAct {
  readonly actor: Actor | null
  readonly at: Instant
  readonly today: Day
  /** The crew and the day that the steps give it to; null where none does. */
  readonly place: { readonly crewId: CrewId; readonly day: Day } | null
}

/** One step on one ticket, inside a write; an answer is written by whoever answers. */
export const takeStep = async (
  db: WriteDb,
  ticketId: number,
  step: Exclude<ActionStep, 'answer'>,
  actions: Actions,
  { actor, at, today, place }: StepAct,
): Promise<void> => {
  const ticket = (await storedTicket(db, ticketId)) ?? refuse('not_found')
  const act = { ticketId, actor, at }
  switch (step) {
    case 'category':
      await writeFields(db, ticket, { categoryId: actions.categoryId }, { actor, at })
      return
    case 'priority':
      if (actions.priority !== null) await writeFields(db, ticket, { priority: actions.priority }, { actor, at })
      return
    case 'owner': {
      const ownerId = actions.owner === 'me' ? ((actor?.id ?? null) as UserId | null) : actions.owner
      await writeFields(db, ticket, { ownerId }, { actor, at })
      return
    }
    case 'crew':
      await giveCrew(db, act, ticket, place?.crewId ?? refuse('no_crew_fits'))
      return
    case 'visit': {
      const { crewId, day } = place ?? refuse('no_crew_fits')
      const visit = { ticketId, crewId, day, minutes: actions.visitMinutes ?? 0 }
      await planOne(db, visit, { at, actor, userId: actor?.id ?? null })
      return
    }
    case 'note':
      await writeEntry(db, { ticketId, at, kind: 'note', actor, text: actions.note })
      await db.updateTable('tickets').set({ last_activity_at: at }).where('id', '=', ticketId).execute()
      await refreshSearchRow(db, ticketId)
      return
    case 'state': {
      const wanted = actions.state === null ? null : bulkStep(stateChange(actions.state, today))
      if (wanted !== null) await applyTransition(db, act, wanted)
    }
  }
}
