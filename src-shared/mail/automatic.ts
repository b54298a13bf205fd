import { isNoReply, normaliseEmail } from '../contacts/email-address'

/** Raw header values by lower-case name, unfolded. */
export type MailHeaders = Readonly<Record<string, readonly string[]>>

export interface MailSigns {
  readonly headers: MailHeaders
  readonly from: string | null
  readonly subject: string
  /** The Content-Type header with its parameters. */
  readonly contentType: string | null
}

export interface MailVerdict {
  readonly kind: 'message' | 'bounce' | 'automatic' | 'list'
  /** The sign that decided, null for a person's message. */
  readonly reason: string | null
  /** False: a machine's sign that people's mail carries too; a person must look. */
  readonly certain: boolean
}

const value = (headers: MailHeaders, name: string): string => headers[name]?.[0]?.trim().toLowerCase() ?? ''

const BOUNCE_SUBJECT =
  /undeliver|delivery (status|failure|has failed)|returned mail|failure notice|mail delivery failed|mancat[ao] (recapito|consegna)|non recapitabil|impossibile recapitare/i
const AUTO_SUBJECT =
  /^(automatic reply|auto(matic)?[- ]?(reply|response)|out of (the )?office|risposta automatica|fuori (sede|ufficio)|assente dall'ufficio|abwesenheit)\b/i

const bounceReason = ({ headers, from, subject, contentType }: MailSigns): string | null => {
  const type = contentType?.toLowerCase() ?? ''
  if (type.startsWith('multipart/report') && /report-type\s*=\s*"?delivery-status/.test(type)) return 'delivery-status'
  if (value(headers, 'x-failed-recipients') !== '') return 'x-failed-recipients'
  const local = normaliseEmail(from ?? '')?.split('@')[0] ?? ''
  const machine = /^(mailer-daemon|postmaster|mail-?daemon)$/.test(local)
  return machine && BOUNCE_SUBJECT.test(subject) ? 'mailer-daemon' : null
}

const listReason = (headers: MailHeaders): string | null => {
  for (const name of ['list-id', 'list-post', 'mailing-list', 'x-mailing-list'])
    if (value(headers, name) !== '') return name
  if (value(headers, 'precedence') === 'list') return 'precedence-list'
  const bulk = ['bulk', 'junk'].includes(value(headers, 'precedence'))
  return bulk && value(headers, 'list-unsubscribe') !== '' ? 'list-unsubscribe' : null
}

const automaticReason = ({ headers, contentType }: MailSigns): string | null => {
  const submitted = value(headers, 'auto-submitted')
  if (submitted !== '' && !submitted.startsWith('no')) return 'auto-submitted'
  if (/report-type\s*=\s*"?disposition-notification/i.test(contentType ?? '')) return 'read-receipt'
  if (/^(auto_?reply|auto-reply)$/.test(value(headers, 'precedence'))) return 'precedence'
  for (const name of ['x-autoreply', 'x-autorespond', 'x-autoresponder']) {
    if (!['', 'no'].includes(value(headers, name))) return name
  }
  return null
}

const doubtfulReason = ({ headers, subject }: MailSigns): string | null => {
  if (value(headers, 'return-path') === '<>') return 'null-return-path'
  if (['bulk', 'junk'].includes(value(headers, 'precedence'))) return 'precedence'
  if (AUTO_SUBJECT.test(subject.trim())) return 'subject'
  return /\b(all|autoreply)\b/.test(value(headers, 'x-auto-response-suppress')) ? 'x-auto-response-suppress' : null
}

/** What a mail is by its headers: a person's, a bounce, an automatic one or a list's. */
export const classifyMail = (signs: MailSigns): MailVerdict => {
  const bounce = bounceReason(signs)
  if (bounce !== null) return { kind: 'bounce', reason: bounce, certain: true }
  const list = listReason(signs.headers)
  if (list !== null) return { kind: 'list', reason: list, certain: true }
  const automatic = automaticReason(signs)
  if (automatic !== null) return { kind: 'automatic', reason: automatic, certain: true }
  const doubtful = doubtfulReason(signs)
  if (doubtful !== null) return { kind: 'automatic', reason: doubtful, certain: false }
  return { kind: 'message', reason: null, certain: true }
}

/** Whether an acknowledgement may go to this sender: never to machines, lists, or the office's own addresses. */
export const mayAcknowledge = (kind: string, sender: string | null, ownAddresses: readonly string[]): boolean => {
  const address = sender === null ? null : normaliseEmail(sender)
  if (address === null || (kind !== 'message' && kind !== 'pec')) return false
  return !isNoReply(address) && !ownAddresses.some((own) => normaliseEmail(own) === address)
}
