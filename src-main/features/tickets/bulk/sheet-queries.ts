import type { bulk } from '@shared/contract/bulk'
import type { OutputOf } from '@shared/contract/define'
import type { BodyId } from '@shared/kernel/ids'
import { listOf } from '@main/store/dialects/sqlite/id-list'
import type { ReadDb } from '@main/store/handles'
import { stormName } from '../storm-name-queries'
import { ROW_COLUMNS, toTicketRow } from '../ticket-rows'

type Sheet = OutputOf<(typeof bulk)['sheet']>

/** What a printed list says of each ticket, in the order of the ids. */
export const sheetRows = async (db: ReadDb, ids: readonly number[]): Promise<Sheet['rows']> => {
  const rows = await db
    .selectFrom('tickets')
    .leftJoin('contacts', 'contacts.id', 'tickets.contact_id')
    .select([...ROW_COLUMNS, 'tickets.description', 'tickets.body_id', 'contacts.name as contact_name'])
    .select(stormName(db))
    .select((eb) =>
      eb
        .selectFrom('contact_identifiers')
        .select('value')
        .whereRef('contact_identifiers.contact_id', '=', 'tickets.contact_id')
        .where('kind', '=', 'phone')
        .orderBy('contact_identifiers.id')
        .limit(1)
        .as('phone'),
    )
    .where('tickets.id', 'in', listOf(JSON.stringify(ids)))
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return [...new Set(ids)].flatMap((id) => {
    const row = byId.get(id)
    if (row === undefined) return []
    return [
      {
        ...toTicketRow(row),
        description: row.description,
        phone: row.phone ?? '',
        bodyId: row.body_id as BodyId | null,
      },
    ]
  })
}
