import { refuse } from '@shared/kernel/app-error'
import type { TicketId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import type { TicketStatus } from '@shared/tickets/vocabulary'
import type { SignedInCaller } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { mendForwardings } from '../forwarding/undo-forwarding'
import { movePauses } from '../tickets/apply-transition'
import { refreshDeadlines } from '../tickets/refresh-deadlines'
import { stepBeforeOf } from '../tickets/step-before'
import { storedTicket } from '../tickets/ticket-queries'
import { actorOf, writeEntry } from '../tickets/write-entry'
import { mergeEntryOf } from './relation-queries'

/** A merged ticket is itself again, as it was; visits that are still to be made come back, what was said since stays. */
export const unmergeTicket = (
  parts: FeatureParts,
  caller: SignedInCaller,
  id: TicketId,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const ticket = (await storedTicket(db, id)) ?? refuse('not_found')
    const entry = await mergeEntryOf(db, id)
    const before = entry === undefined ? null : stepBeforeOf(entry.data)
    if (ticket.status !== 'merged' || ticket.master_id === null || before === null) return refuse('not_found')
    const master = (await storedTicket(db, ticket.master_id)) ?? refuse('not_found')
    const at = parts.clock.now()
    await db
      .updateTable('tickets')
      .set({ ...before.ticket, master_id: null, last_activity_at: at })
      .where('id', '=', id)
      .execute()
    await mendForwardings(db, id, null, ticket, before.ticket)
    await movePauses(db, { ticketId: id, at }, 'merged', before.ticket.status as TicketStatus)
    const ids = before.visits.map((visit) => visit.id)
    if (ids.length > 0)
      await db
        .updateTable('visits')
        .set({ ticket_id: id })
        .where('id', 'in', ids)
        .where('ticket_id', '=', master.id)
        .where('status', '=', 'planned')
        .execute()
    await refreshDeadlines(db, id)
    await refreshDeadlines(db, master.id)
    const actor = actorOf(caller)
    await writeEntry(db, { ticketId: id, at, kind: 'unmerged', actor, data: { number: master.number } })
    await writeEntry(db, { ticketId: master.id, at, kind: 'unmerged', actor, data: { number: ticket.number } })
    return {}
  })
