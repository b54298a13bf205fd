import type { WriteDb } from '@main/store/handles'
import { attachFiles } from '../tickets/attach-files'
import type { PreparedMail } from './prepare-mail'

const FAILED_RECEIPTS = new Set(['non-accettazione', 'errore-consegna', 'rilevazione-virus'])

/**
 * A receipt or a bounce that speaks of a message which we sent: kept as a file of that message, which becomes `failed`
 * when it did not arrive. Answers the ticket; null when we never sent such a message.
 */
export const matchReport = async (db: WriteDb, mail: PreparedMail): Promise<number | null> => {
  const { pec, bounce } = mail.parsed
  const reference = pec?.form === 'receipt' ? (pec.certificate?.messageId ?? pec.reference) : bounce?.originalMessageId
  if (reference === null || reference === undefined) return null
  const sent = await db
    .selectFrom('messages')
    .select(['id', 'ticket_id'])
    .where('header_message_id', 'in', [reference, pec?.reference ?? reference])
    .where('direction', '=', 'out')
    .executeTakeFirst()
  if (!sent) return null
  await attachFiles(db, { ticketId: sent.ticket_id, messageId: sent.id, at: mail.at }, [
    { ...mail.files.raw, name: pec?.receipt ? `ricevuta-${pec.receipt}.eml` : 'mancata-consegna.eml' },
  ])
  const failed = pec?.receipt ? FAILED_RECEIPTS.has(pec.receipt) : bounce?.permanent === true
  if (failed) {
    const state = { state: 'failed', error_code: 'smtp_rejected' }
    await db.updateTable('messages').set(state).where('id', '=', sent.id).execute()
    await db.updateTable('outbox').set(state).where('message_id', '=', sent.id).execute()
    // Somebody believes to have been answered and was not: the queue shows it like something new.
    await db
      .updateTable('tickets')
      .set({ unread: 1, last_activity_at: mail.at })
      .where('id', '=', sent.ticket_id)
      .execute()
  }
  return sent.ticket_id
}
