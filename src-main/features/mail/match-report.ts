import { type DeliveryWord, isFailure } from '@shared/mail/delivery'
import type { WriteDb } from '@main/store/handles'
import { countAnswers } from '../messages/count-answers'
import { attachFiles } from '../tickets/attach-files'
import { markFailing } from './failing-addresses'
import type { PreparedMail } from './prepare-mail'
import { type SentMessage, reportTarget } from './report-target'
import { noteUndelivered } from './undelivered'

/** A message in one of these has left; one that is queued or on its way again is judged by that sending. */
const LEFT = ['sent', 'undelivered', 'uncertain']

/** These speak of a message as a whole, or of every recipient that they list; the others of one (`<consegna>`). */
const OF_ALL: readonly DeliveryWord[] = ['accettazione', 'non-accettazione', 'presa-in-carico', 'rilevazione-virus']

interface Report {
  readonly word: DeliveryWord
  /** Whom it names, in lower case, whether they are recipients of ours or not. */
  readonly named: readonly string[]
  readonly external: readonly string[]
  readonly reason: string
}

/** What a report speaks of, and what it says. */
interface MatchedReport {
  readonly ticketId: number
  readonly messageId: number
  readonly word: DeliveryWord
}

const lower = (addresses: readonly string[]): string[] => addresses.map((address) => address.trim().toLowerCase())

const reportOf = ({ parsed }: PreparedMail): Report | null => {
  const { pec, bounce } = parsed
  if (pec?.form === 'receipt') {
    const { receipt, certificate } = pec
    if (receipt === null) return null
    const named = OF_ALL.includes(receipt) ? certificate?.recipients : certificate?.delivered
    return {
      word: receipt,
      named: lower(named ?? []),
      external: lower(certificate?.external ?? []),
      reason: certificate?.errorText ?? '',
    }
  }
  if (bounce === null) return null
  return {
    word: bounce.permanent ? 'bounced' : 'delayed',
    named: lower(bounce.recipients),
    external: [],
    reason: bounce.status ?? '',
  }
}

/** Whom of the message's recipients a report is about. Good news that names nobody of ours is believed of nobody. */
const meantBy = (report: Report, sent: SentMessage): readonly string[] => {
  const named = sent.recipients.filter((address) => report.named.includes(address))
  if (named.length > 0) return named
  const isVague = report.named.length === 0 && OF_ALL.includes(report.word)
  return isVague || isFailure(report.word) || sent.recipients.length === 1 ? sent.recipients : []
}

const noteWords = async (db: WriteDb, mail: PreparedMail, sent: SentMessage, report: Report): Promise<void> => {
  for (const address of meantBy(report, sent)) {
    const row = {
      reason: report.reason.slice(0, 500),
      is_external: report.external.includes(address) ? 1 : 0,
      certified: mail.signature === 'certified' ? 1 : 0,
      raw_sha256: mail.files.raw.sha256,
      at: mail.at,
    }
    await db
      .insertInto('receipts')
      .values({ ...row, message_id: sent.id, address, kind: report.word })
      // A receipt whose provider signed it is proof: one without a good signature never takes its place.
      .onConflict((conflict) =>
        conflict
          .columns(['message_id', 'address', 'kind'])
          .doUpdateSet(row)
          .where('receipts.certified', '<=', row.certified),
      )
      .execute()
  }
}

const fileName = (word: DeliveryWord): string =>
  word === 'bounced' || word === 'delayed' ? 'mancata-consegna.eml' : `ricevuta-${word}.eml`

/**
 * A receipt or a bounce that speaks of a message which we sent: kept as a file of that message, with its word about each
 * recipient. One that says that it did not arrive makes it `undelivered` for the recipients that it names and no
 * others: anybody who got the message knows its id and could write such a report, so a person looks, and sending it
 * again reaches nobody twice. Null when we never sent such a message.
 */
export const matchReport = async (db: WriteDb, mail: PreparedMail): Promise<MatchedReport | null> => {
  const report = reportOf(mail)
  const sent = report === null ? null : await reportTarget(db, mail)
  if (report === null || sent === null) return null
  await attachFiles(db, { ticketId: sent.ticketId, messageId: sent.id, at: mail.at }, [
    { ...mail.files.raw, name: fileName(report.word) },
  ])
  const { state } = await db.selectFrom('messages').select('state').where('id', '=', sent.id).executeTakeFirstOrThrow()
  // Provider and desk race: acceptance may come in before the desk has written down that it sent.
  const matched: MatchedReport = { ticketId: sent.ticketId, messageId: sent.id, word: report.word }
  if (isFailure(report.word) && !LEFT.includes(state)) return matched
  await noteWords(db, mail, sent, report)
  if (report.word === 'bounced' || report.word === 'delayed')
    await markFailing(
      db,
      sent.recipients.filter((address) => report.named.includes(address)),
      report,
      mail.at,
    )
  if (!isFailure(report.word)) return matched
  await db
    .updateTable('messages')
    .set({ state: 'undelivered', error_code: 'mail_undelivered' })
    .where('id', '=', sent.id)
    .execute()
  await db.updateTable('outbox').set({ state: 'sent' }).where('message_id', '=', sent.id).execute()
  await noteUndelivered(db, { id: sent.id, recipients: sent.addresses }, meantBy(report, sent), mail.at)
  // Somebody believes to have been answered and was not: the queue shows it like something new.
  await db
    .updateTable('tickets')
    .set({ unread: 1, last_activity_at: mail.at })
    .where('id', '=', sent.ticketId)
    .execute()
  await countAnswers(db, sent.ticketId)
  return matched
}
