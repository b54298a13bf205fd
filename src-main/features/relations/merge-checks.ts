import { refuse } from '@shared/kernel/app-error'
import type { ReadDb } from '@main/store/handles'
import { type StoredTicket, storedTicket } from '../tickets/ticket-queries'

/** The master and those that become its stubs; refuses what cannot be merged. */
export const mergeable = async (
  db: ReadDb,
  masterId: number,
  ids: readonly number[],
): Promise<{ readonly master: StoredTicket; readonly merged: StoredTicket[] }> => {
  const master = (await storedTicket(db, masterId)) ?? refuse('not_found', { field: 'masterId' })
  if (master.status === 'merged') refuse('ticket_merged', { field: 'masterId' })
  const merged: StoredTicket[] = []
  for (const id of new Set(ids)) {
    if (id === masterId) refuse('invalid_input', { field: 'ids' })
    const ticket = (await storedTicket(db, id)) ?? refuse('not_found', { field: 'ids' })
    if (ticket.status === 'merged') refuse('ticket_merged', { field: 'ids', details: { number: ticket.number } })
    merged.push(ticket)
  }
  return { master, merged }
}
