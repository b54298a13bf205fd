import type { QUARANTINE_REASONS } from '@shared/contract/mail'
import type { WriteDb } from '@main/store/handles'
import type { MailSource } from './mail-ports'
import type { PreparedMail } from './prepare-mail'

type Reason = (typeof QUARANTINE_REASONS)[number]

/**
 * Lays a mail aside with its raw source. `open` waits for a person; `kept` is automatic mail that nobody needs to see
 * and that is there all the same.
 */
export const quarantineMail = async (
  db: WriteDb,
  source: MailSource,
  mail: PreparedMail,
  about: { readonly reason: Reason; readonly state: 'open' | 'kept'; readonly ticketId?: number | null },
): Promise<void> => {
  const { from, subject, messageId, size } = mail.parsed
  await db
    .insertInto('quarantine')
    .values({
      mailbox_id: source.mailboxId,
      reason: about.reason,
      from_text: from === null ? '' : from.name === '' ? from.address : `${from.name} <${from.address}>`,
      subject,
      received_at: mail.at,
      size: Math.max(size, mail.incoming.size),
      raw_sha256: mail.files.raw.sha256,
      header_message_id: messageId,
      state: about.state,
      ticket_id: about.ticketId ?? null,
    })
    .execute()
}
