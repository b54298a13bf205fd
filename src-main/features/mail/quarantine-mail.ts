import type { AUTOMATIC_REASONS, QUARANTINE_REASONS } from '@shared/contract/mail'
import { fold } from '@shared/search/fold'
import type { WriteDb } from '@main/store/handles'
import type { MailSource } from './mail-ports'
import type { PreparedMail } from './prepare-mail'

type Reason = (typeof QUARANTINE_REASONS | typeof AUTOMATIC_REASONS)[number]

/**
 * Lays a mail aside with its raw source. `open` waits for a person; `kept` is automatic mail that nobody needs to see
 * and `matched` such that became part of a ticket: both are there to be looked at all the same.
 */
export const quarantineMail = async (
  db: WriteDb,
  source: MailSource,
  mail: PreparedMail,
  about: {
    readonly reason: Reason
    readonly state: 'open' | 'kept' | 'matched'
    readonly ticketId?: number | null
    /** The message of ours that it speaks of, or the one that it became. */
    readonly messageId?: number
    readonly word?: string
  },
): Promise<void> => {
  const { from, subject, messageId, size } = mail.parsed
  const sender = from === null ? '' : from.name === '' ? from.address : `${from.name} <${from.address}>`
  await db
    .insertInto('quarantine')
    .values({
      mailbox_id: source.mailboxId,
      reason: about.reason,
      from_text: sender,
      subject,
      received_at: mail.at,
      size: Math.max(size, mail.incoming.size),
      raw_sha256: mail.files.raw.sha256,
      header_message_id: messageId,
      state: about.state,
      ticket_id: about.ticketId ?? null,
      message_id: about.messageId ?? null,
      detail: about.word ?? '',
      words: fold(`${sender} ${subject}`),
    })
    .execute()
}
