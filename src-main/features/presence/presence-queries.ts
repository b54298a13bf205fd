import type { Present } from '@shared/contract/presence'
import type { TicketId, UserId } from '@shared/kernel/ids'
import type { ReadDb } from '@main/store/handles'

/** One entry a person and ticket: somebody with two windows on it who writes in one of them is writing. */
export const othersPresent = async (db: ReadDb, me: number): Promise<Present[]> => {
  const rows = await db
    .selectFrom('presence')
    .innerJoin('users', 'users.id', 'presence.user_id')
    .select(['presence.ticket_id', 'presence.user_id', 'users.display_name'])
    .select(({ fn }) => fn.max('presence.doing').as('doing'))
    .where('presence.user_id', '<>', me)
    .groupBy(['presence.ticket_id', 'presence.user_id', 'users.display_name'])
    .orderBy('users.display_name')
    .execute()
  return rows.map((row) => ({
    ticketId: row.ticket_id as TicketId,
    userId: row.user_id as UserId,
    name: row.display_name,
    // In the alphabet too "writing" comes after "looking".
    doing: row.doing as Present['doing'],
  }))
}
