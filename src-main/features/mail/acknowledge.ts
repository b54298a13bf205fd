import { type Instant, DAY_MS, HOUR_MS } from '@shared/kernel/instant'
import { mayAcknowledge } from '@shared/mail/automatic'
import { newMessageId } from '@shared/mail/message-id'
import { fold } from '@shared/search/fold'
import { mailTag, parseNumber } from '@shared/tickets/number'
import { randomToken, type RandomBytes } from '@main/platform/random'
import type { WriteDb } from '@main/store/handles'
import { readSetting } from '../settings/read-setting'
import type { OpenedTicket } from '../tickets/open-ticket'
import { writeEntry } from '../tickets/write-entry'
import { failingAmong } from './failing-addresses'
import type { MailSource } from './mail-ports'
import { mailboxById, ownAddresses } from './mailbox-queries'
import type { PreparedMail } from './prepare-mail'

/** Two machines that thank each other stop here: so many to one address within three hours, so many about the same. */
const PACE_MS = 3 * HOUR_MS
const MOST_THANKS = 10
const MOST_ALIKE = 2
/** Whoever wrote before that is not surprised by silence: the first reading of an old mailbox thanks nobody. */
const OLDEST_THANKED_MS = 2 * DAY_MS

interface Acknowledged {
  readonly ticket: OpenedTicket
  readonly subject: string
  /** Whom it goes to, in lower case. */
  readonly address: string
  readonly now: Instant
  readonly random: RandomBytes
}

const allowed = async (
  db: WriteDb,
  mail: PreparedMail,
  { address, subject, now }: Pick<Acknowledged, 'address' | 'subject' | 'now'>,
): Promise<boolean> => {
  if (now - mail.at > OLDEST_THANKED_MS) return false
  if (!mayAcknowledge(mail.parsed.kind, address)) return false
  if ((await ownAddresses(db)).includes(address)) return false
  if ((await failingAmong(db, [address])).some(({ permanent }) => permanent)) return false
  const sent = await db
    .selectFrom('acknowledgements')
    .innerJoin('tickets', 'tickets.id', 'acknowledgements.ticket_id')
    .select('tickets.subject')
    .where('acknowledgements.address', '=', address)
    .where('acknowledgements.at', '>', now - PACE_MS)
    .execute()
  const alike = sent.filter((one) => fold(one.subject) === fold(subject))
  return sent.length < MOST_THANKS && alike.length < MOST_ALIKE
}

/** Queues the one acknowledgement of a new ticket; silent towards machines, lists, ourselves and old mail. */
export const acknowledge = async (
  db: WriteDb,
  source: MailSource,
  mail: PreparedMail,
  { ticket, subject, address, now, random }: Acknowledged,
): Promise<void> => {
  const settings = await readSetting(db, 'mail')
  if (!source.acknowledge || !settings.acknowledge || source.mailboxId === null) return
  const mailbox = await mailboxById(db, source.mailboxId)
  if (mailbox === null || !mailbox.active || !(await allowed(db, mail, { address, subject, now }))) return
  const office = await readSetting(db, 'office')
  const values: Readonly<Record<string, string>> = {
    number: ticket.number,
    subject,
    town: office.town,
    service: office.serviceName,
    trackingCode: ticket.trackingCode,
    phone: office.phone,
  }
  const filled = (text: string): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
  const number = parseNumber(ticket.number)
  const { parsed } = mail
  const { insertId } = await db
    .insertInto('messages')
    .values({
      ticket_id: ticket.id,
      direction: 'out',
      via: mailbox.kind === 'pec' ? 'pec' : 'email',
      purpose: 'acknowledgement',
      mailbox_id: mailbox.id,
      from_name: mailbox.senderName,
      from_address: mailbox.address,
      recipients_to: JSON.stringify([address]),
      subject: `${number === null ? '' : `${mailTag(number)} `}${filled(settings.acknowledgementSubject)}`,
      text: filled(settings.acknowledgementText),
      header_message_id: newMessageId(randomToken(random, 18), mailbox.address),
      in_reply_to: parsed.messageId,
      header_references: JSON.stringify([
        ...parsed.references,
        ...(parsed.messageId === null ? [] : [parsed.messageId]),
      ]),
      state: 'queued',
      created_at: now,
    })
    .executeTakeFirstOrThrow()
  const messageId = Number(insertId)
  await db
    .insertInto('outbox')
    .values({
      message_id: messageId,
      mailbox_id: mailbox.id,
      state: 'queued',
      held_until: now,
      next_attempt_at: now,
      automatic: 1,
    })
    .execute()
  await db
    .insertInto('acknowledgements')
    .values({ ticket_id: ticket.id, address, message_id: messageId, at: now })
    .execute()
  await writeEntry(db, { ticketId: ticket.id, at: now, kind: 'message', actor: null, messageId })
}
