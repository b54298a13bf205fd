import { isNoReply } from '../contacts/email-address'
import type { MailKind } from './parsed-mail'
import { splitSubject } from './subject'

/** Unfolded header values by lower-case name, in the order they appear. */
export type HeaderValues = Readonly<Record<string, readonly string[] | undefined>>

export interface MailFacts {
  readonly headers: HeaderValues
  readonly from: string | null
  readonly subject: string
  readonly contentType: string | null
}

export const AUTOMATIC_REASONS = [
  'x-ricevuta',
  'delivery-status',
  'failed-recipients',
  'mailer-daemon',
  'disposition-notification',
  'feedback-report',
  'list-headers',
  'list-unsubscribe',
  'precedence',
  'auto-submitted',
  'autoreply-header',
  'auto-response-suppress',
  'null-return-path',
  'subject',
] as const
export type AutomaticReason = (typeof AUTOMATIC_REASONS)[number]

export interface MailVerdict {
  readonly kind: MailKind
  /** Why it is not a person's message; null for `message` and `pec`. */
  readonly reason: AutomaticReason | null
}

/** The servers' own senders: they report, they never ask for anything. */
const DAEMON = /^(?:mailer[._-]?daemon|postmaster|microsoftexchange[0-9a-f]*|mail[._-]?delivery[a-z._-]*)@/i

const BOUNCE_SUBJECT =
  /undeliver|not delivered|deliver(?:y|ed).{0,40}(?:fail|status|unsuccess|delay|problem)|fail.{0,20}deliver|returned mail|failure notice|mancat[ao] (?:recapito|consegna)|recapito.{0,20}(?:non riuscito|fallit|ritardat)|impossibile recapitare|non recapitabile|messaggio non consegnato/i

const AUTOREPLY_SUBJECT =
  /^(?:risposta automatica|autorisposta|auto(?:matic|matische)?[ -]?(?:reply|response|risposta|answer|antwort)|out of (?:the )?office|fuori (?:sede|ufficio)|assente dall.ufficio|assenza dall.ufficio|messaggio di assenza|abwesenheitsnotiz|réponse automatique|respuesta automática)(?![\p{L}\p{N}])/iu

const AUTOREPLY_HEADERS = ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-autoreply-from', 'x-mail-autoreply']
const LIST_HEADERS = ['list-id', 'list-post', 'mailing-list', 'x-mailing-list', 'x-mc-user', 'x-campaign-id']

const verdict = (kind: MailKind, reason: AutomaticReason | null): MailVerdict => ({ kind, reason })

/**
 * Decides from headers and subject what a mail is (RFC 3834, RFC 3464, PEC). In doubt it is a `message`: a report
 * taken for a machine's mail is lost to the citizen, the reverse costs a click. So a no-reply sender alone proves
 * nothing (web forms write from such addresses); whoever sends acknowledgements asks `mayAcknowledge`.
 */
export const classifyMail = (facts: MailFacts): MailVerdict => {
  const value = (name: string): string | null => facts.headers[name]?.[0]?.trim() ?? null
  const has = (names: readonly string[]): boolean => names.some((name) => (facts.headers[name]?.length ?? 0) > 0)
  const from = facts.from?.trim() ?? ''
  const type = (facts.contentType ?? '').toLowerCase()
  const reportType = /^multipart\/report\b.*?report-type\s*=\s*"?([a-z-]+)/s.exec(type)?.[1] ?? null

  if (has(['x-ricevuta'])) return verdict('receipt', 'x-ricevuta')
  if (value('x-trasporto')?.toLowerCase() === 'posta-certificata') return verdict('pec', null)

  if (reportType === 'delivery-status') return verdict('bounce', 'delivery-status')
  if (has(['x-failed-recipients'])) return verdict('bounce', 'failed-recipients')
  const nullReturnPath = value('return-path')?.replace(/\s+/g, '') === '<>'
  if ((DAEMON.test(from) || nullReturnPath) && BOUNCE_SUBJECT.test(facts.subject)) {
    return verdict('bounce', 'mailer-daemon')
  }

  if (reportType === 'disposition-notification') return verdict('automatic', 'disposition-notification')
  if (reportType === 'feedback-report') return verdict('automatic', 'feedback-report')

  const autoSubmitted = value('auto-submitted')?.toLowerCase().split(/[;\s]/, 1)[0] ?? 'no'
  if (autoSubmitted === 'auto-replied') return verdict('automatic', 'auto-submitted')
  const precedence = value('precedence')?.toLowerCase() ?? ''
  if (has(LIST_HEADERS)) return verdict('list', 'list-headers')
  if (precedence === 'list') return verdict('list', 'precedence')
  const bulk = /^(?:bulk|junk|auto_reply)$/.test(precedence)
  if (bulk && has(['list-unsubscribe'])) return verdict('list', 'list-headers')

  if (autoSubmitted !== 'no' && autoSubmitted !== '') return verdict('automatic', 'auto-submitted')
  if (bulk) return verdict('automatic', 'precedence')
  if (AUTOREPLY_HEADERS.some((name) => value(name) !== null && value(name)?.toLowerCase() !== 'no')) {
    return verdict('automatic', 'autoreply-header')
  }
  if (/\b(?:all|autoreply|oof)\b/i.test(value('x-auto-response-suppress') ?? '')) {
    return verdict('automatic', 'auto-response-suppress')
  }
  if (DAEMON.test(from)) return verdict('automatic', 'mailer-daemon')
  if (nullReturnPath) return verdict('automatic', 'null-return-path')
  // Newsletters carry it, but so do the notifications of platforms on which citizens report.
  if (has(['list-unsubscribe'])) return verdict('automatic', 'list-unsubscribe')
  if (AUTOREPLY_SUBJECT.test(splitSubject(facts.subject).text)) return verdict('automatic', 'subject')
  return verdict('message', null)
}

/** May the desk answer this mail by itself? Never to a machine, and never to an address that nobody reads. */
export const mayAcknowledge = (kind: MailKind, replyAddress: string | null): boolean =>
  (kind === 'message' || kind === 'pec') && replyAddress !== null && !isNoReply(replyAddress)
