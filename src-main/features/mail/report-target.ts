import { DAY_MS } from '@shared/kernel/instant'
import { findMailTags } from '@shared/tickets/number'
import type { ReadDb } from '@main/store/handles'
import { addressList } from '../tickets/address-list'
import type { PreparedMail } from './prepare-mail'

/** A message of ours that a report may speak of. */
export interface SentMessage {
  readonly id: number
  readonly ticketId: number
  /** As we wrote them. */
  readonly addresses: readonly string[]
  /** The same in lower case. */
  readonly recipients: readonly string[]
}

const MAX_IDS = 40
/** Servers try for five days at most; what comes later is about something else. */
const TRIED_FOR_MS = 8 * DAY_MS

const ids = ({ parsed }: PreparedMail): string[] => {
  const { pec, bounce } = parsed
  if (pec?.form === 'receipt') return [pec.certificate?.messageId, pec.reference].filter((id) => typeof id === 'string')
  // Reports that are not RFC 3464 answer the mail that came back, or quote it.
  const quoted = `${parsed.text}\n${parsed.quoted}`.slice(0, 200_000).match(/<[^<>\s@]{1,200}@[^<>\s]{1,200}>/g) ?? []
  const named = [bounce?.originalMessageId, parsed.inReplyTo, ...parsed.references].filter(
    (id) => typeof id === 'string',
  )
  return [...new Set([...named, ...quoted])].slice(0, MAX_IDS)
}

const sentRows = (db: ReadDb) =>
  db
    .selectFrom('messages')
    .select(['id', 'ticket_id', 'recipients_to', 'recipients_cc'])
    .where('direction', '=', 'out')
    .where('header_message_id', 'is not', null)

type Row = Awaited<ReturnType<ReturnType<typeof sentRows>['executeTakeFirstOrThrow']>>

const toSent = (row: Row): SentMessage => {
  const addresses = [...addressList(row.recipients_to), ...addressList(row.recipients_cc)]
  return { id: row.id, ticketId: row.ticket_id, addresses, recipients: addresses.map((one) => one.toLowerCase()) }
}

/**
 * A report that names no id of ours but quotes a ticket's tag and the address that failed: the last thing that went
 * there about that ticket. Both must fit, so that nobody marks a message by knowing a number.
 */
const byTag = async (db: ReadDb, { parsed, at }: PreparedMail): Promise<SentMessage | null> => {
  const failed = new Set(parsed.bounce?.recipients ?? [])
  for (const { year, sequence } of findMailTags(
    `${parsed.subject}\n${parsed.text}\n${parsed.quoted}`.slice(0, 100_000),
  )) {
    const ticket = await db
      .selectFrom('tickets')
      .select('id')
      .where('year', '=', year)
      .where('seq', '=', sequence)
      .executeTakeFirst()
    if (!ticket) continue
    const rows = await sentRows(db)
      .where('ticket_id', '=', ticket.id)
      .where('created_at', '>', at - TRIED_FOR_MS)
      .orderBy('id', 'desc')
      .execute()
    const found = rows.map(toSent).find(({ recipients }) => recipients.some((address) => failed.has(address)))
    if (found !== undefined) return found
  }
  return null
}

/** The message of ours that a receipt or a bounce is about; null when we never sent such a one. */
export const reportTarget = async (db: ReadDb, mail: PreparedMail): Promise<SentMessage | null> => {
  const known = ids(mail)
  if (known.length > 0) {
    const rows = await sentRows(db).select('header_message_id').where('header_message_id', 'in', known).execute()
    const best = known.map((id) => rows.find((row) => row.header_message_id === id)).find((row) => row !== undefined)
    if (best !== undefined) return toSent(best)
  }
  return mail.parsed.bounce === null ? null : byTag(db, mail)
}
