import { type Instant, DAY_MS, HOUR_MS } from '@shared/kernel/instant'
import { mayAcknowledge } from '@shared/mail/automatic'
import { fold } from '@shared/search/fold'
import type { RandomBytes } from '@main/platform/random'
import type { WriteDb } from '@main/store/handles'
import { subjectFor } from '../messages/recipient-queries'
import { readSetting } from '../settings/read-setting'
import type { OpenedTicket } from '../tickets/open-ticket'
import { isBounced, queueAutomaticMail } from './automatic-mail'
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
  if (await isBounced(db, address)) return false
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
  const { parsed } = mail
  const messageId = await queueAutomaticMail(db, random, {
    ticketId: ticket.id,
    purpose: 'acknowledgement',
    mailbox,
    contactId: null,
    address,
    subject: subjectFor({ number: ticket.number, subject: filled(settings.acknowledgementSubject) }),
    text: filled(settings.acknowledgementText),
    inReplyTo: parsed.messageId,
    references: [...parsed.references, ...(parsed.messageId === null ? [] : [parsed.messageId])],
    at: now,
  })
  await db
    .insertInto('acknowledgements')
    .values({ ticket_id: ticket.id, address, message_id: messageId, at: now })
    .execute()
}
