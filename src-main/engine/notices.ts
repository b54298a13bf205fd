import type { Change } from '@shared/contract/events'
import type { TicketId } from '@shared/kernel/ids'
import type { Store } from '@main/store/store'

export interface TicketNotice {
  readonly kind: 'new_ticket' | 'new_message' | 'emergency'
  readonly ticketId: TicketId
  readonly number: string
}

/** A first mail sync of ten thousand tickets is not ten thousand notices. */
const MOST_AT_ONCE = 3

/** What is worth telling a person who looks elsewhere: tickets that began, and what came in unread. */
export const noticesOf = async (store: Store, changes: readonly Change[]): Promise<TicketNotice[]> => {
  const fresh = changes.filter(({ entity, op }) => entity === 'tickets' && op === 'insert').map(({ id }) => id)
  if (fresh.length === 0 || fresh.length > MOST_AT_ONCE) return []
  const read = await store.read((db) =>
    db.selectFrom('tickets').select(['id', 'number', 'emergency']).where('id', 'in', fresh).execute(),
  )
  if (!read.ok) return []
  return read.value.map((row) => ({
    kind: row.emergency === 1 ? 'emergency' : 'new_ticket',
    ticketId: row.id as TicketId,
    number: row.number,
  }))
}
