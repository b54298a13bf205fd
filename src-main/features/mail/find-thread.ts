import type { ParsedMail } from '@shared/mail/parsed-mail'
import { findMailTags } from '@shared/tickets/number'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { insertRow } from '@main/store/insert-row'
import { KeptQuery, later } from '@main/store/kept-query'
import { masterOf } from '../tickets/merged-queries'

/** A mail's chain is followed this far back; longer ones are made by broken programs. */
const IDS_FOLLOWED = 60

/** Ids by which this mail may meet a ticket, best first: what it answers, then its references from the newest back. */
const answeredIds = (mail: ParsedMail): string[] =>
  [...new Set([...(mail.inReplyTo === null ? [] : [mail.inReplyTo]), ...[...mail.references].reverse()])].slice(
    0,
    IDS_FOLLOWED,
  )

const byIds = async (db: ReadDb, ids: readonly string[]): Promise<number | null> => {
  if (ids.length === 0) return null
  const threads = await db
    .selectFrom('mail_threads')
    .select(['header_message_id', 'ticket_id'])
    .where('header_message_id', 'in', ids)
    .execute()
  // Our own answers carry their id in their row from the moment they are written.
  const messages = await db
    .selectFrom('messages')
    .select(['header_message_id', 'ticket_id'])
    .where('header_message_id', 'in', ids)
    .execute()
  const found = new Map<string, number>()
  for (const row of [...threads, ...messages]) {
    const id = row.header_message_id ?? ''
    // The newest ticket wins where an id led to several (a split, or a late answer that opened a linked one).
    found.set(id, Math.max(found.get(id) ?? 0, row.ticket_id))
  }
  for (const id of ids) {
    const ticketId = found.get(id)
    if (ticketId !== undefined) return ticketId
  }
  return null
}

const threadsOf = new KeptQuery<{ ticket_id: number; own: number }>()

/** A ticket whose mails refer to this one, which comes after its answers. A mail that merely reuses an id is another's. */
const awaiting = async (db: ReadDb, messageId: string | null): Promise<number | null> => {
  if (messageId === null) return null
  const rows = await threadsOf.run(
    db,
    '',
    () =>
      db
        .selectFrom('mail_threads')
        .select(['ticket_id', 'own'])
        .where('header_message_id', '=', later<string>('messageId')),
    { messageId },
  )
  return rows.some(({ own }) => own === 1) ? null : (rows[0]?.ticket_id ?? null)
}

const takesPart = async (db: ReadDb, ticketId: number, sender: string): Promise<boolean> => {
  const reporter = await db
    .selectFrom('tickets')
    .innerJoin('contact_identifiers', 'contact_identifiers.contact_id', 'tickets.contact_id')
    .select('contact_identifiers.id')
    .where('tickets.id', '=', ticketId)
    .where('contact_identifiers.normalized', '=', sender)
    .executeTakeFirst()
  if (reporter) return true
  const messages = await db
    .selectFrom('messages')
    .select(['from_address', 'recipients_to', 'recipients_cc'])
    .where('ticket_id', '=', ticketId)
    .execute()
  return messages.some(
    (message) =>
      message.from_address.toLowerCase() === sender ||
      `${message.recipients_to}${message.recipients_cc}`.toLowerCase().includes(JSON.stringify(sender)),
  )
}

/** A tag in the subject counts only from someone who takes part: anyone can type one. */
const bySubject = async (db: ReadDb, mail: ParsedMail): Promise<number | null> => {
  const sender = mail.from?.address.toLowerCase()
  if (sender === undefined) return null
  for (const { year, sequence } of findMailTags(mail.subject)) {
    const ticket = await db
      .selectFrom('tickets')
      .select('id')
      .where('year', '=', year)
      .where('seq', '=', sequence)
      .executeTakeFirst()
    if (ticket && (await takesPart(db, ticket.id, sender))) return ticket.id
  }
  return null
}

/** The ticket that a mail belongs to, by its ids or by a participant's tag in the subject; null for a new matter. */
export const findThread = async (db: ReadDb, mail: ParsedMail): Promise<number | null> => {
  const found =
    (await byIds(db, answeredIds(mail))) ?? (await awaiting(db, mail.messageId)) ?? (await bySubject(db, mail))
  return found === null ? null : masterOf(db, found)
}

/** Remembers every id that this mail carries or refers to: siblings of a mail never seen here still meet. */
export const rememberThread = async (db: WriteDb, ticketId: number, mail: ParsedMail): Promise<void> => {
  const envelope = mail.pec?.envelopeMessageId ?? null
  const own = new Set([mail.messageId, envelope].filter((id) => id !== null))
  for (const id of new Set([...own, ...answeredIds(mail)])) {
    const row = { header_message_id: id, ticket_id: ticketId, own: own.has(id) ? 1 : 0 } as const
    await insertRow(db, 'mail_threads', row, ['header_message_id', 'ticket_id'])
  }
}
