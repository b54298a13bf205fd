import { Refusal } from '@shared/kernel/app-error'
import type { FeatureParts } from '@main/features/feature-parts'
import { type Claim, type SendState, claimOutgoing, recordOutcome } from '@main/features/mail/outgoing'
import type { OutgoingMessage } from '@main/features/mail/outgoing-queries'
import type { ServerLogin } from '@main/features/mail/server-login'
import { unsent } from '@main/features/mail/unsent'
import { leavingFile, type LeavingFile } from '@main/features/photos/leaving-file'
import type { PhotoPort } from '@main/features/photos/photo-port'
import { composeMail } from '@main/mail/compose-mail'
import { type MailSender, openSender } from '@main/mail/smtp'
import type { StoredFile } from '@main/store/attachment-files'
import type { Lease } from '@main/store/leases'

/** What sending needs besides the store. */
export interface SendingParts extends FeatureParts {
  readonly photos: PhotoPort
}

/** What became of a message, and the copy of what went out; kept until it is written down. */
interface Done {
  readonly claim: Claim
  readonly outcome: SendState
  readonly kept: StoredFile | null
}

/** One after the other: ten photos of a telephone are much to hold at once. Throws the refusal of one that may not leave. */
const leavingFiles = async ({ photos, current }: SendingParts, message: OutgoingMessage): Promise<LeavingFile[]> => {
  const leaving: LeavingFile[] = []
  for (const file of message.attachments) {
    const found = await leavingFile(photos, current.files, file)
    if (!found.ok) throw new Refusal(found.error)
    leaving.push(found.value)
  }
  return leaving
}

const compose = (message: OutgoingMessage, attachments: readonly LeavingFile[]): Promise<Uint8Array> =>
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
    attachments,
  })

/**
 * Empties one mailbox's outbox while its lease is held. From the claim to the record nothing is left to chance: what
 * fails before the hand-over is an outcome like another, and an outcome that the store cannot take now is kept and
 * written down before anything else is sent.
 */
export class OutboxSender {
  readonly #unwritten: Done[] = []

  constructor(
    private readonly parts: SendingParts,
    private readonly mailboxId: number,
  ) {}

  /** Sends what is due, one message after the other, until nothing is, the lease is gone or the store does not answer. */
  async run(lease: Lease, login: ServerLogin, stopping: () => boolean): Promise<void> {
    if (!(await this.settle())) return
    const sender = openSender(login)
    try {
      while (!stopping()) {
        const claimed = await claimOutgoing(this.parts, this.mailboxId, lease)
        if (!claimed.ok || claimed.value === null) return
        this.#unwritten.push(await this.#send(sender, claimed.value))
        if (!(await this.settle())) return
      }
    } finally {
      sender.close()
    }
  }

  /** Writes down what is not yet; false while the store does not take it. */
  async settle(): Promise<boolean> {
    for (let [done] = this.#unwritten; done; [done] = this.#unwritten) {
      const { claim, outcome, kept } = done
      const recorded = await recordOutcome(this.parts, claim, outcome, kept).catch((error: unknown) => {
        // A bug would come back at every try; left alone the message is doubted, and a person decides.
        this.#unwritten.shift()
        throw error
      })
      this.parts.logger.info('mail.sent', {
        message: claim.message.id,
        state: outcome.state,
        code: outcome.state === 'sent' ? null : outcome.error.code,
        recorded: recorded.ok ? 'ok' : recorded.error.code,
      })
      if (!recorded.ok) return false
      this.#unwritten.shift()
    }
    return true
  }

  async #send(sender: MailSender, claim: Claim): Promise<Done> {
    const { message } = claim
    let raw: Uint8Array
    let kept: StoredFile
    try {
      const { files } = this.parts.current
      raw = await compose(message, await leavingFiles(this.parts, message))
      // Kept before it is sent: what went out is on file whatever happens next.
      kept = await files.put(raw)
    } catch (error) {
      return { claim, outcome: unsent(this.parts.logger, 'mail.compose', error), kept: null }
    }
    const envelope = { from: message.from.address, to: message.sendTo }
    return { claim, outcome: await sender.send(envelope, raw), kept }
  }
}
