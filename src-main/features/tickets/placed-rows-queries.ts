import type { TicketRow } from '@shared/contract/tickets'
import { listOf } from '@main/store/dialects/sqlite/id-list'
import type { ReadDb } from '@main/store/handles'
import { stormName } from './storm-name-queries'
import { ROW_COLUMNS, toTicketRow } from './ticket-rows'

type PlacedRow = TicketRow & { readonly lat: number | null; readonly lon: number | null }

/** Rows for a list with a map, in the order asked for. */
export const placedRows = async (db: ReadDb, ids: readonly number[]): Promise<PlacedRow[]> => {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('tickets')
    .leftJoin('contacts', 'contacts.id', 'tickets.contact_id')
    .select([...ROW_COLUMNS, 'tickets.lat', 'tickets.lon', 'contacts.name as contact_name'])
    .select(stormName(db))
    .where('tickets.id', 'in', listOf(JSON.stringify(ids)))
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return [...new Set(ids)].flatMap((id) => {
    const row = byId.get(id)
    return row === undefined ? [] : [{ ...toTicketRow(row), lat: row.lat, lon: row.lon }]
  })
}
