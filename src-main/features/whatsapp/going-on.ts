import { isOpen } from '@shared/tickets/vocabulary'
import type { TicketStatus } from '@shared/tickets/vocabulary'
import type { ReadDb } from '@main/store/handles'
import { masterOf } from '../tickets/merged-queries'
import { storedTicket } from '../tickets/ticket-queries'

type StoredTicket = NonNullable<Awaited<ReturnType<typeof storedTicket>>>

/** The ticket itself, or what it became a part of; null once that is closed. */
export const openTicketOf = async (db: ReadDb, id: number): Promise<StoredTicket | null> => {
  const ticket = await storedTicket(db, await masterOf(db, id))
  return ticket !== undefined && isOpen(ticket.status as TicketStatus) ? ticket : null
}
