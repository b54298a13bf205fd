import type { SignatureOutcome } from '@shared/mail/pec-signature'
import { asInstant, type Instant } from '@shared/kernel/instant'
import type { ParsedMail } from '@shared/mail/parsed-mail'
import type { AttachmentFiles } from '@main/store/attachment-files'
import { judgeSignature, type SignatureJudge } from './judge-signature'
import { keepMailFiles, type MailFiles } from './mail-files'
import type { IncomingMail, MailParserPort } from './mail-ports'

/** A mail that has been read and whose files are safe: all that is slow is done before a write begins. */
export interface PreparedMail {
  readonly incoming: IncomingMail
  readonly parsed: ParsedMail
  readonly files: MailFiles
  /** Of certified mail and its receipts; null for the rest. */
  readonly signature: SignatureOutcome | null
  /** When it reached the office, never in the future. */
  readonly at: Instant
}

export const prepareMail = async (
  parser: Pick<MailParserPort, 'parse' | 'parseHead'>,
  files: AttachmentFiles,
  incoming: IncomingMail,
  judge: SignatureJudge,
  now: Instant,
): Promise<PreparedMail> => {
  const parsed =
    incoming.problem === null
      ? await parser.parse(incoming.raw)
      : await parser.parseHead(incoming.raw, incoming.problem === 'too_large' ? 'mail_too_large' : 'mail_unparsable')
  const arrived = incoming.receivedAt ?? parsed.date ?? now
  const at = asInstant(Math.min(arrived, now))
  return {
    incoming,
    parsed,
    files: await keepMailFiles(files, incoming.raw, parsed),
    signature: parsed.pec === null ? null : judgeSignature(parsed.pec, judge, at),
    at,
  }
}
