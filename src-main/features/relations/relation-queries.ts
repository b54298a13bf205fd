import type { OutputOf } from '@shared/contract/define'
import type { relations } from '@shared/contract/relations'
import type { TicketId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import type { TicketStatus } from '@shared/tickets/vocabulary'
import type { ReadDb } from '@main/store/handles'
import { answerAddressOf } from '../messages/answer-address-queries'
import { mergedInto } from '../tickets/merged-queries'

type Related = OutputOf<(typeof relations)['of']>
type LinkKind = Related['links'][number]['kind']

interface NamedRow {
  readonly id: number
  readonly number: string
  readonly subject: string
  readonly status: string
}

export const nameOfTicket = ({ id, number, subject, status }: NamedRow) => ({
  id: id as TicketId,
  number,
  subject,
  status: status as TicketStatus,
})

export const writerOf = async (db: ReadDb, ticketId: number): Promise<{ contactName: string; address: string }> => {
  const row = await db
    .selectFrom('tickets')
    .leftJoin('contacts', 'contacts.id', 'tickets.contact_id')
    .select('contacts.name')
    .where('tickets.id', '=', ticketId)
    .executeTakeFirst()
  return { contactName: row?.name ?? '', address: (await answerAddressOf(db, ticketId)).address }
}

const linksOf = async (db: ReadDb, ticketId: number): Promise<Related['links']> => {
  const rows = await db
    .selectFrom('ticket_links')
    .innerJoin('tickets', (join) =>
      join.on((on) =>
        on.or([
          on.and([on('ticket_links.ticket_id', '=', ticketId), on('tickets.id', '=', on.ref('ticket_links.other_id'))]),
          on.and([on('ticket_links.other_id', '=', ticketId), on('tickets.id', '=', on.ref('ticket_links.ticket_id'))]),
        ]),
      ),
    )
    .select(['tickets.id', 'tickets.number', 'tickets.subject', 'tickets.status', 'ticket_links.kind'])
    .orderBy('tickets.id')
    .execute()
  return rows.map((row) => ({ ...nameOfTicket(row), kind: row.kind as LinkKind }))
}

/** The last entry in which a ticket became a stub: when, by whom, and how it was before. */
export const mergeEntryOf = (db: ReadDb, ticketId: number) =>
  db
    .selectFrom('timeline')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('kind', '=', 'merged')
    .where('data', 'like', '%"status":"into"%')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

export const relationsOf = async (db: ReadDb, ticketId: number): Promise<Related> => {
  const merged: Related['merged'] = []
  for (const row of await mergedInto(db, ticketId)) {
    const entry = await mergeEntryOf(db, row.id)
    merged.push({
      ...nameOfTicket(row),
      ...(await writerOf(db, row.id)),
      mergedAt: entry === undefined ? null : asInstant(entry.at),
      by: entry?.actor_name ?? '',
    })
  }
  return { merged, links: await linksOf(db, ticketId) }
}
