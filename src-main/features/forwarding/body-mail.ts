import type { ParsedMail } from '@shared/mail/parsed-mail'
import { DEFAULT_NUMBER_PREFIX, parseNumber } from '@shared/tickets/number'
import type { ReadDb, WriteDb } from '@main/store/handles'
import type { StoredForwarding } from './forwarding-rows'

const NAMED = new RegExp(`\\b${DEFAULT_NUMBER_PREFIX}-\\d{4}-\\d{6,12}\\b`, 'gi')
/** What a protocol office's program attaches when it has done no more than give a number. */
const PROTOCOL_FILES = /^(conferma|eccezione|aggiornamento|annullamento)\.xml$/i

/** A mail that says of nobody that they sent it comes from no body: most bodies lack one address or the other. */
const bodiesAt = async (db: ReadDb, address: string): Promise<number[]> => {
  if (address === '') return []
  const rows = await db
    .selectFrom('bodies')
    .select('id')
    .where('is_home', '=', 0)
    .where((eb) =>
      eb.or([
        eb(eb.fn<string>('lower', ['email']), '=', address.toLowerCase()),
        eb(eb.fn<string>('lower', ['pec']), '=', address.toLowerCase()),
      ]),
    )
    .execute()
  return rows.map(({ id }) => id)
}

/**
 * The ticket that a body's mail is about though it answers nothing: it comes from the body's own address and names the
 * number of a ticket that lies, or lay, with that body. Null for anybody else's mail.
 */
export const ticketOfBodyMail = async (db: ReadDb, mail: ParsedMail): Promise<number | null> => {
  const sender = mail.from?.address
  if (sender === undefined) return null
  const numbers = [...new Set([...`${mail.subject}\n${mail.text}`.matchAll(NAMED)].map(([found]) => found))]
  if (numbers.length === 0) return null
  const bodies = await bodiesAt(db, sender)
  if (bodies.length === 0) return null
  for (const found of numbers) {
    const number = parseNumber(found)
    if (number === null) continue
    const row = await db
      .selectFrom('forwardings')
      .innerJoin('tickets', 'tickets.id', 'forwardings.ticket_id')
      .select('tickets.id')
      .where('tickets.year', '=', number.year)
      .where('tickets.seq', '=', number.sequence)
      .where('forwardings.body_id', 'in', bodies)
      .executeTakeFirst()
    if (row) return row.id
  }
  return null
}

/**
 * The stretch that a mail to a ticket answers: it refers to a letter of ours, or comes from the body's own address. The
 * citizen, who may have been copied, is no body.
 */
export const forwardingAnsweredBy = async (
  db: ReadDb,
  ticketId: number,
  mail: ParsedMail,
): Promise<StoredForwarding | null> => {
  const sender = mail.from?.address.toLowerCase() ?? ''
  const citizen = await db
    .selectFrom('tickets')
    .innerJoin('contact_identifiers', 'contact_identifiers.contact_id', 'tickets.contact_id')
    .select('contact_identifiers.id')
    .where('tickets.id', '=', ticketId)
    .where('contact_identifiers.normalized', '=', sender)
    .executeTakeFirst()
  if (citizen) return null
  const ids = [...new Set([...(mail.inReplyTo === null ? [] : [mail.inReplyTo]), ...mail.references])].slice(-60)
  if (ids.length > 0) {
    const answered = await db
      .selectFrom('messages')
      .innerJoin('forwarding_messages', 'forwarding_messages.message_id', 'messages.id')
      .innerJoin('forwardings', 'forwardings.id', 'forwarding_messages.forwarding_id')
      .selectAll('forwardings')
      .where('messages.header_message_id', 'in', ids)
      .where('forwarding_messages.part', '<>', 'told')
      .orderBy('messages.id', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (answered) return answered
  }
  const bodies = await bodiesAt(db, sender)
  if (bodies.length === 0) return null
  return (
    (await db
      .selectFrom('forwardings')
      .selectAll()
      .where('ticket_id', '=', ticketId)
      .where('body_id', 'in', bodies)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()) ?? null
  )
}

/** A number from the protocol office is no answer: somebody still has to say what becomes of it. */
const isProtocolWord = (mail: ParsedMail): boolean => mail.attachments.some(({ name }) => PROTOCOL_FILES.test(name))

/** The body has answered: nobody chases it any more, and the ticket shows as answered. */
export const noteBodyMail = async (
  db: WriteDb,
  stretch: StoredForwarding,
  mail: ParsedMail,
  { messageId, at }: { readonly messageId: number; readonly at: number },
): Promise<void> => {
  await db
    .insertInto('forwarding_messages')
    .values({ message_id: messageId, forwarding_id: stretch.id, part: 'answer' })
    .execute()
  if (stretch.answered_at !== null || isProtocolWord(mail)) return
  await db.updateTable('forwardings').set({ answered_at: at }).where('id', '=', stretch.id).execute()
}
