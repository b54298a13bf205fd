import type { CategoryId } from '@shared/kernel/ids'
import type { BulkTicket } from '@shared/tickets/bulk'
import { priorityOfRank } from '@shared/tickets/vocabulary'
import { listOf } from '@main/store/dialects/sqlite/id-list'
import type { ReadDb } from '@main/store/handles'
import { lifeOf } from '../apply-transition'
import type { StoredTicket } from '../ticket-rows'

/** The tickets of a selection that still exist, in its order. */
export const chosenTickets = async (db: ReadDb, ids: readonly number[]): Promise<StoredTicket[]> => {
  const rows = await db
    .selectFrom('tickets')
    .selectAll()
    .where('id', 'in', listOf(JSON.stringify(ids)))
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return [...new Set(ids)].flatMap((id) => byId.get(id) ?? [])
}

export const bulkTicketOf = (ticket: StoredTicket): BulkTicket => ({
  life: lifeOf(ticket),
  categoryId: ticket.category_id as CategoryId | null,
  priority: priorityOfRank(ticket.priority),
})
