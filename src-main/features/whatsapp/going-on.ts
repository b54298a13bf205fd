import { isOpen } from '@shared/tickets/vocabulary'
import type { TicketStatus } from '@shared/tickets/vocabulary'
import type { ReadDb } from '@main/store/handles'
import { storedTicket } from '../tickets/ticket-queries'

type StoredTicket = NonNullable<Awaited<ReturnType<typeof storedTicket>>>

/** Deeper than any chain of merges. */
const MOST_STEPS = 20

/** The ticket itself, or what it became a part of; null once that is closed. */
export const openTicketOf = async (db: ReadDb, id: number): Promise<StoredTicket | null> => {
  let ticket = await storedTicket(db, id)
  for (let step = 0; ticket?.status === 'merged' && ticket.master_id !== null && step < MOST_STEPS; step += 1)
    ticket = await storedTicket(db, ticket.master_id)
  return ticket !== undefined && isOpen(ticket.status as TicketStatus) ? ticket : null
}
