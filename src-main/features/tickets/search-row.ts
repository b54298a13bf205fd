import type { WriteDb } from '@main/store/handles'

/**
 * Letters of a ticket's texts that search covers: a chain of fifty mails does not weigh on every keystroke. The report
 * itself and what came last are kept; what falls off is the middle of a long story.
 */
const BODY_KEPT = 60_000

/** Gathers a ticket's words anew; called by whatever changed one of them, in the same write. */
export const refreshSearchRow = async (db: WriteDb, ticketId: number): Promise<void> => {
  const ticket = await db
    .selectFrom('tickets')
    .leftJoin('contacts', 'contacts.id', 'tickets.contact_id')
    .leftJoin('districts', 'districts.id', 'tickets.district_id')
    .select(['tickets.number', 'tickets.subject', 'tickets.description', 'tickets.place_text', 'tickets.contact_id'])
    .select(['contacts.name as contact_name', 'districts.name as district_name'])
    .where('tickets.id', '=', ticketId)
    .executeTakeFirst()
  if (!ticket) return
  const identifiers =
    ticket.contact_id === null
      ? []
      : await db
          .selectFrom('contact_identifiers')
          .select(['value', 'normalized'])
          .where('contact_id', '=', ticket.contact_id)
          .execute()
  const messages = await db
    .selectFrom('messages')
    .select(['from_name', 'from_address', 'subject', 'text'])
    .where('ticket_id', '=', ticketId)
    .orderBy('id', 'desc')
    .execute()
  const notes = await db
    .selectFrom('timeline')
    .select('text')
    .where('ticket_id', '=', ticketId)
    .where('text', '<>', '')
    .orderBy('id', 'desc')
    .execute()
  const row = {
    ticket_id: ticketId,
    head: `${ticket.number} ${ticket.subject}`,
    people: [
      ticket.contact_name ?? '',
      ...identifiers.flatMap(({ value, normalized }) => [value, normalized]),
      ...messages.flatMap((message) => [message.from_name, message.from_address]),
    ].join(' '),
    place: [ticket.place_text, ticket.district_name ?? ''].join(' '),
    body: [
      ticket.description,
      ...notes.map(({ text }) => text),
      ...messages.flatMap((message) => [message.subject, message.text]),
    ]
      .join('\n')
      .slice(0, BODY_KEPT),
  }
  // Upsert only: INSERT OR REPLACE leaves stale entries in the index.
  await db
    .insertInto('ticket_search')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column('ticket_id')
        .doUpdateSet({ head: row.head, people: row.people, place: row.place, body: row.body }),
    )
    .execute()
}
