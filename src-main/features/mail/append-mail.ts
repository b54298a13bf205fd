import type { ContactId } from '@shared/kernel/ids'
import type { WriteDb } from '@main/store/handles'
import { insertRow } from '@main/store/insert-row'
import { attachFiles } from '../tickets/attach-files'
import { refreshSearchRow } from '../tickets/search-row'
import { writeEntry } from '../tickets/write-entry'
import { clearFailing } from './failing-addresses'
import { rememberThread } from './find-thread'
import type { MailSource } from './mail-ports'
import { rememberMailFiles } from './mail-files'
import type { PreparedMail } from './prepare-mail'

/** Adds a mail to a ticket: its row, files, timeline entry, thread ids and search words. Answers the message's id. */
export const appendMail = async (
  db: WriteDb,
  source: MailSource,
  mail: PreparedMail,
  to: {
    readonly ticketId: number
    readonly purpose: 'report' | 'message' | 'body_answer'
    readonly contactId: ContactId | null
    /** A machine's: the queue does not show the ticket like something new. */
    readonly isQuiet?: boolean
    /** It speaks for somebody else, in words of its own: a platform's notice. */
    readonly as?: { readonly via: 'platform'; readonly fromName: string; readonly text: string }
  },
): Promise<number> => {
  const { parsed, files, at } = mail
  // An answer must reach a person: a web form writes from a machine's address and names the citizen in Reply-To.
  const sender = parsed.from
  await rememberMailFiles(db, files, at)
  const messageId = await insertRow(db, 'messages', {
    ticket_id: to.ticketId,
    direction: 'in',
    via: to.as?.via ?? (parsed.kind === 'pec' ? 'pec' : 'email'),
    purpose: to.purpose,
    mailbox_id: source.mailboxId,
    contact_id: to.contactId,
    from_name: to.as?.fromName ?? sender?.name ?? '',
    from_address: to.as === undefined ? answerAddress(mail) : '',
    recipients_to: JSON.stringify(parsed.to.map(({ address }) => address)),
    recipients_cc: JSON.stringify(to.as === undefined ? parsed.cc.map(({ address }) => address) : []),
    subject: parsed.subject,
    text: to.as?.text ?? parsed.visible,
    quoted: to.as === undefined ? parsed.quoted : '',
    html_sha256: files.html?.sha256 ?? null,
    raw_sha256: files.raw.sha256,
    header_message_id: parsed.messageId,
    in_reply_to: parsed.inReplyTo,
    header_references: JSON.stringify(parsed.references),
    digest: parsed.digest,
    pec: pecState(mail),
    automatic: to.as === undefined && parsed.kind === 'automatic' ? 1 : 0,
    state: 'received',
    sent_at: parsed.date,
    created_at: at,
  })
  if (mail.signature !== null)
    await db
      .insertInto('signature_checks')
      .values({ message_id: messageId, outcome: mail.signature, signer: parsed.pec?.signature?.signer ?? '' })
      .execute()
  await clearFailing(db, answerAddress(mail), mail.at)
  await attachFiles(db, { ticketId: to.ticketId, messageId, at }, files.attachments)
  const data = parsed.isIncomplete ? { incomplete: true } : {}
  await writeEntry(db, { ticketId: to.ticketId, at, kind: 'message', actor: null, data, messageId })
  // A report has opened its ticket a moment ago, which says all this already.
  if (to.purpose !== 'report') await noteActivity(db, to, at)
  await rememberThread(db, to.ticketId, parsed)
  await refreshSearchRow(db, to.ticketId)
  return messageId
}

/** Something new on the ticket; what is quiet is only told to the desks that look at it. */
const noteActivity = async (
  db: WriteDb,
  { ticketId, isQuiet }: { readonly ticketId: number; readonly isQuiet?: boolean },
  at: number,
): Promise<void> => {
  const { last_activity_at: before } = await db
    .selectFrom('tickets')
    .select('last_activity_at')
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow()
  const news = { unread: 1, last_activity_at: Math.max(at, before) }
  await db
    .updateTable('tickets')
    .set(isQuiet === true ? { last_activity_at: before } : news)
    .where('id', '=', ticketId)
    .execute()
}

/** An envelope whose signature holds is certified; an anomaly is ordinary mail that a provider carried. */
const pecState = ({ parsed, signature }: PreparedMail): 'certified' | 'unverified' | 'anomaly' | null => {
  if (parsed.pec === null) return null
  if (parsed.pec.form === 'anomaly') return 'anomaly'
  return signature === 'certified' ? 'certified' : 'unverified'
}

/** Where an answer to this mail goes: the sender, or the one Reply-To that a machine's address names. */
export const answerAddress = ({ parsed }: PreparedMail): string =>
  parsed.replyTo.length === 1 ? (parsed.replyTo[0]?.address ?? '') : (parsed.from?.address ?? '')
