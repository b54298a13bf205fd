import type { Selectable } from 'kysely'
import type { ReadDb } from '@main/store/handles'
import type { Tables } from '@main/store/tables'

export type StoredBody = Selectable<Tables['bodies']>
export type StoredForwarding = Selectable<Tables['forwardings']>

/** What `part` of `forwarding_messages` may be. */
export type ForwardingPart = 'letter' | 'reminder' | 'answer' | 'told'

/** The stretch that runs: the ticket lies with that body now. */
export const openForwarding = (db: ReadDb, ticketId: number): Promise<StoredForwarding | undefined> =>
  db
    .selectFrom('forwardings')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

export const forwardingById = (db: ReadDb, id: number): Promise<StoredForwarding | undefined> =>
  db.selectFrom('forwardings').selectAll().where('id', '=', id).executeTakeFirst()
