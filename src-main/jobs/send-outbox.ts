import { appError } from '@shared/kernel/app-error'
import type { FeatureParts } from '@main/features/feature-parts'
import { claimOutgoing, recordOutcome, type SendState } from '@main/features/mail/outgoing'
import type { OutgoingMessage } from '@main/features/mail/outgoing-queries'
import type { ServerLogin } from '@main/features/mail/mail-ports'
import { composeMail } from '@main/mail/compose-mail'
import { sendMail } from '@main/mail/smtp'
import type { AttachmentFiles } from '@main/store/attachment-files'
import type { Lease } from '@main/store/leases'

const compose = async (files: AttachmentFiles, message: OutgoingMessage): Promise<Uint8Array> =>
  composeMail({
    messageId: message.messageId,
    from: message.from,
    to: message.to.map((address) => ({ name: '', address })),
    cc: message.cc.map((address) => ({ name: '', address })),
    subject: message.subject,
    text: message.text,
    date: message.createdAt,
    inReplyTo: message.inReplyTo,
    references: message.references,
    automatic: message.automatic,
    attachments: await Promise.all(
      message.attachments.map(async ({ sha256, name, type }) => ({ name, type, content: await files.read(sha256) })),
    ),
  })

const send = async (parts: FeatureParts, login: ServerLogin, message: OutgoingMessage) => {
  const { files } = parts.current
  const raw = await compose(files, message).catch(() => null)
  if (raw === null) {
    const outcome: SendState = { state: 'permanent', error: appError('attachment_missing') }
    return { outcome, kept: null }
  }
  // Kept before it is sent: what went out is on file whatever happens next.
  const kept = await files.put(raw)
  const envelope = { from: message.from.address, to: [...message.to, ...message.cc] }
  return { outcome: await sendMail(login, envelope, raw), kept }
}

/**
 * Sends what is due of one mailbox, one message after the other, until nothing is or the lease is gone. Answers the
 * code of the last failure that concerns the server, null when all went well.
 */
export const sendOutbox = async (
  parts: FeatureParts,
  mailboxId: number,
  lease: Lease,
  login: ServerLogin,
  stopping: () => boolean,
): Promise<string | null> => {
  let failure: string | null = null
  while (!stopping()) {
    const claimed = await claimOutgoing(parts, mailboxId, lease)
    if (!claimed.ok) return claimed.error.code
    if (claimed.value === null) return failure
    const { outcome, kept } = await send(parts, login, claimed.value)
    const recorded = await recordOutcome(parts, claimed.value, lease, outcome, kept)
    parts.logger.info('mail.sent', {
      message: claimed.value.id,
      state: outcome.state,
      code: outcome.state === 'sent' ? null : outcome.error.code,
    })
    if (!recorded.ok) return recorded.error.code
    if (outcome.state === 'temporary') failure = outcome.error.code
  }
  return failure
}
