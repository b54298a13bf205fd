import type { InputOf } from '@shared/contract/define'
import type { tickets } from '@shared/contract/tickets'
import { refuse } from '@shared/kernel/app-error'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { applyTransition } from './apply-transition'
import { storedTicket } from './ticket-queries'
import { actorOf, writeEntry } from './write-entry'

type AssignTicket = InputOf<(typeof tickets)['assign']>

/** Names the crew, or takes it away; the state follows. A ticket at work keeps its state and changes hands. */
export const assignTicket = async (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: AssignTicket,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const ticket = (await storedTicket(db, input.id)) ?? refuse('not_found')
    if (ticket.crew_id !== input.base) refuse('conflict', { field: 'crewId', current: { crewId: ticket.crew_id } })
    if (ticket.crew_id === input.crewId) return {}
    const act = { ticketId: input.id, actor: actorOf(caller), at: parts.clock.now(), note: input.note }
    if (input.crewId === null) {
      await applyTransition(db, act, { to: 'accepted' })
      return {}
    }
    const crew = await db.selectFrom('crews').selectAll().where('id', '=', input.crewId).executeTakeFirst()
    if (!crew || crew.active !== 1) return refuse('not_found', { field: 'crewId' })
    if (ticket.status === 'assigned' || ticket.status === 'in_progress') {
      await db
        .updateTable('tickets')
        .set({ crew_id: crew.id, last_activity_at: act.at })
        .where('id', '=', input.id)
        .execute()
      await writeEntry(db, {
        ticketId: input.id,
        at: act.at,
        kind: 'assigned',
        actor: act.actor,
        data: { crew: crew.name },
        text: input.note,
      })
      return {}
    }
    await applyTransition(db, act, { to: 'assigned', crewId: input.crewId })
    return {}
  })
