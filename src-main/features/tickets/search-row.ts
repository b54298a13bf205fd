import type { ReadDb, WriteDb } from '@main/store/handles'
import { KeptQuery, later } from '@main/store/kept-query'

/**
 * Letters of a ticket's texts that search covers: a chain of fifty mails does not weigh on every keystroke. The report
 * itself and what came last are kept; what falls off is the middle of a long story.
 */
const BODY_KEPT = 60_000

interface TicketWords {
  readonly number: string
  readonly subject: string
  readonly description: string
  readonly place_text: string
  readonly contact_id: number | null
  readonly contact_name: string | null
  readonly district_name: string | null
}

const tickets = new KeptQuery<TicketWords>()
const identifiers = new KeptQuery<{ value: string; normalized: string }>()
const messages = new KeptQuery<{ from_name: string; from_address: string; subject: string; text: string }>()
const notes = new KeptQuery<{ text: string }>()
const saved = new KeptQuery<unknown>()

/** Statements are kept: each mail of a first reading asks all of them. */
const wordsOf = async (db: ReadDb, ticketId: number) => {
  const values = { ticketId }
  const id = later<number>('ticketId')
  const [ticket] = await tickets.run(
    db,
    '',
    () =>
      db
        .selectFrom('tickets')
        .leftJoin('contacts', 'contacts.id', 'tickets.contact_id')
        .leftJoin('districts', 'districts.id', 'tickets.district_id')
        .select([
          'tickets.number',
          'tickets.subject',
          'tickets.description',
          'tickets.place_text',
          'tickets.contact_id',
        ])
        .select(['contacts.name as contact_name', 'districts.name as district_name'])
        .where('tickets.id', '=', id),
    values,
  )
  if (ticket === undefined) return null
  const { contact_id: contactId } = ticket
  const known =
    contactId === null
      ? []
      : await identifiers.run(
          db,
          '',
          () =>
            db
              .selectFrom('contact_identifiers')
              .select(['value', 'normalized'])
              .where('contact_id', '=', later<number>('contactId')),
          { contactId },
        )
  const said = await messages.run(
    db,
    '',
    () =>
      db
        .selectFrom('messages')
        .select(['from_name', 'from_address', 'subject', 'text'])
        .where('ticket_id', '=', id)
        .orderBy('id', 'desc'),
    values,
  )
  const noted = await notes.run(
    db,
    '',
    () =>
      db
        .selectFrom('timeline')
        .select('text')
        .where('ticket_id', '=', id)
        .where('text', '<>', later<string>('nothing'))
        .orderBy('id', 'desc'),
    { ...values, nothing: '' },
  )
  return { ticket, identifiers: known, messages: said, notes: noted }
}

/** Gathers a ticket's words anew; called by whatever changed one of them, in the same write. */
export const refreshSearchRow = async (db: WriteDb, ticketId: number): Promise<void> => {
  const words = await wordsOf(db, ticketId)
  if (words === null) return
  const { ticket } = words
  const row = {
    ticket_id: ticketId,
    head: `${ticket.number} ${ticket.subject}`,
    people: [
      ticket.contact_name ?? '',
      ...words.identifiers.flatMap(({ value, normalized }) => [value, normalized]),
      ...words.messages.flatMap((message) => [message.from_name, message.from_address]),
    ].join(' '),
    place: [ticket.place_text, ticket.district_name ?? ''].join(' '),
    body: [
      ticket.description,
      ...words.notes.map(({ text }) => text),
      ...words.messages.flatMap((message) => [message.subject, message.text]),
    ]
      .join('\n')
      .slice(0, BODY_KEPT),
  }
  // Upsert only: INSERT OR REPLACE leaves stale entries in the index.
  const places = {
    head: later<string>('head'),
    people: later<string>('people'),
    place: later<string>('place'),
    body: later<string>('body'),
  }
  await saved.execute(
    db,
    '',
    () =>
      db
        .insertInto('ticket_search')
        .values({ ticket_id: later<number>('ticket_id'), ...places })
        .onConflict((conflict) => conflict.column('ticket_id').doUpdateSet(places)),
    row,
  )
}
