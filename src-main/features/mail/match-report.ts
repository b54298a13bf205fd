import type { WriteDb } from '@main/store/handles'
import { addressList } from '../tickets/address-list'
import { attachFiles } from '../tickets/attach-files'
import type { PreparedMail } from './prepare-mail'
import { noteUndelivered } from './undelivered'

const FAILED_RECEIPTS = new Set(['non-accettazione', 'errore-consegna', 'rilevazione-virus'])
/** A message in one of these has left; one that is queued or on its way again is judged by that sending. */
const LEFT = ['sent', 'undelivered', 'uncertain']

/**
 * A receipt or a bounce that speaks of a message which we sent: kept as a file of that message. One that says that it
 * did not arrive makes it `undelivered` for the recipients that it names and no others: anybody who got the message
 * knows its id and could write such a report, so a person looks, and sending it again reaches nobody twice. Answers
 * the ticket; null when we never sent such a message.
 */
export const matchReport = async (db: WriteDb, mail: PreparedMail): Promise<number | null> => {
  const { pec, bounce } = mail.parsed
  const reference = pec?.form === 'receipt' ? (pec.certificate?.messageId ?? pec.reference) : bounce?.originalMessageId
  if (reference === null || reference === undefined) return null
  const sent = await db
    .selectFrom('messages')
    .select(['id', 'ticket_id', 'recipients_to', 'recipients_cc'])
    .where('header_message_id', 'in', [reference, pec?.reference ?? reference])
    .where('direction', '=', 'out')
    .executeTakeFirst()
  if (!sent) return null
  await attachFiles(db, { ticketId: sent.ticket_id, messageId: sent.id, at: mail.at }, [
    { ...mail.files.raw, name: pec?.receipt ? `ricevuta-${pec.receipt}.eml` : 'mancata-consegna.eml' },
  ])
  const failed = pec?.receipt ? FAILED_RECEIPTS.has(pec.receipt) : bounce?.permanent === true
  if (!failed) return sent.ticket_id
  const { numUpdatedRows } = await db
    .updateTable('messages')
    .set({ state: 'undelivered', error_code: 'mail_undelivered' })
    .where('id', '=', sent.id)
    .where('state', 'in', LEFT)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return sent.ticket_id
  await db.updateTable('outbox').set({ state: 'sent' }).where('message_id', '=', sent.id).execute()
  const recipients = [...addressList(sent.recipients_to), ...addressList(sent.recipients_cc)]
  const reported = pec?.form === 'receipt' ? (pec.certificate?.delivered ?? []) : (bounce?.recipients ?? [])
  await noteUndelivered(db, { id: sent.id, recipients }, reported, mail.at)
  // Somebody believes to have been answered and was not: the queue shows it like something new.
  await db
    .updateTable('tickets')
    .set({ unread: 1, last_activity_at: mail.at })
    .where('id', '=', sent.ticket_id)
    .execute()
  return sent.ticket_id
}
