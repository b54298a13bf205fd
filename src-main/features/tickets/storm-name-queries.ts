import { sql } from 'kysely'
import type { ReadDb } from '@main/store/handles'

/** The event that a ticket is of, for each row of a list in the list's own query. */
export const stormName = (db: ReadDb) =>
  db
    .selectFrom('storm_tickets')
    .innerJoin('storms', 'storms.id', 'storm_tickets.storm_id')
    .select('storms.name')
    .where('storm_tickets.ticket_id', '=', sql.ref<number>('tickets.id'))
    .as('storm_name')
