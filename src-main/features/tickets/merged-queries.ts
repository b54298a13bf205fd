import type { ReadDb } from '@main/store/handles'
import type { StoredTicket } from './ticket-rows'

/** Tickets merged into tickets that were merged: no office does more of it. */
const DEPTH = 20

export type MergedTicket = Pick<StoredTicket, 'id' | 'number' | 'subject' | 'status' | 'contact_id'>

/** The ticket that one went into by merging, however many times it was done; the ticket itself for nearly every one. */
export const masterOf = async (db: ReadDb, ticketId: number): Promise<number> => {
  let id = ticketId
  for (let level = 0; level < DEPTH; level += 1) {
    const above = await db
      .selectFrom('tickets')
      .select('master_id')
      .where('id', '=', id)
      .where('status', '=', 'merged')
      .executeTakeFirst()
    if (!above || above.master_id === null) return id
    id = above.master_id
  }
  return id
}

/** The stubs of a ticket (or of several), and theirs; empty for nearly every one. */
export const mergedInto = async (db: ReadDb, ...ticketIds: readonly number[]): Promise<MergedTicket[]> => {
  const found: MergedTicket[] = []
  let above = [...ticketIds]
  for (let level = 0; level < DEPTH && above.length > 0; level += 1) {
    const rows = await db
      .selectFrom('tickets')
      .select(['id', 'number', 'subject', 'status', 'contact_id'])
      .where('master_id', 'in', above)
      .where('status', '=', 'merged')
      .orderBy('id')
      .execute()
    found.push(...rows)
    above = rows.map(({ id }) => id)
  }
  return found
}
