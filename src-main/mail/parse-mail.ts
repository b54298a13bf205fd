import { type AutomaticReason, classifyMail } from '@shared/mail/automatic'
import { forwardedInText } from '@shared/mail/forwarded'
import type { ForwardedMail, MailAttachment, ParsedMail, PecInfo } from '@shared/mail/parsed-mail'
import { splitSubject } from '@shared/mail/subject'
import { splitVisibleText } from '@shared/mail/visible-text'
import { bounceInfo } from './bounce'
import { mailDigest, splitHead } from './mail-digest'
import { MAX_MAIL_BYTES } from './mail-limits'
import { mailDate, messageId, messageIds } from './mail-headers'
import { pecCertificate, pecFromHeaders } from './pec'
import { type MimeMessage, OverLimit, readMime } from './read-mime'
import { checkSignature } from './signed-data'
import { signedPart } from './signed-part'
import { unpack } from './unpack'

/** Signs that people's mail carries too: a person must look. */
const DOUBTFUL: ReadonlySet<AutomaticReason> = new Set<AutomaticReason>([
  'precedence',
  'auto-response-suppress',
  'null-return-path',
  'list-unsubscribe',
  'subject',
])
const MAX_TEXT = 1_000_000

const text = (part: MailAttachment | undefined): string => (part ? Buffer.from(part.content).toString('utf8') : '')

const isEmbeddedMessage = ({ type }: MailAttachment): boolean => type === 'message/rfc822'

// oxlint-disable-next-line no-control-regex -- control characters are what tells bytes from words
const NO_LETTER = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/g
const NOISE_LETTERS = 20

/** Bytes that stand where words should: one letter in twenty is none. */
const isNoise = ({ text, html, attachments }: MimeMessage): boolean => {
  if (html !== null || attachments.length > 0) return false
  const start = text.slice(0, 4000)
  const wrong = start.match(NO_LETTER)?.length ?? 0
  return wrong > NOISE_LETTERS && wrong * NOISE_LETTERS > start.length
}

/** A mail nobody could make sense of: no header that mail has, a multipart that holds nothing, or noise. */
const isHopeless = (mail: MimeMessage, raw: Uint8Array): boolean => {
  const known = ['from', 'to', 'subject', 'date', 'message-id', 'received', 'content-type', 'reply-to']
  if (!known.some((name) => mail.headers[name] !== undefined)) return true
  if (isNoise(mail)) return true
  const declared = mail.headers['content-type']?.[0] ?? ''
  if (!/^multipart\//i.test(declared)) return false
  const empty = mail.text.trim() === '' && mail.html === null && mail.attachments.length === 0
  return empty && splitHead(raw).body.toString('latin1', 0, 4096).trim() !== ''
}

const SIGNATURE_TYPE = /^application\/(?:x-)?pkcs7-signature$/

interface Certified {
  readonly pec: PecInfo
  /** The files that the provider put in. */
  readonly parts: readonly MailAttachment[]
}

/** What a certified mail says of itself, read from the signed bytes alone: anybody could put a part beside them. */
const certifiedOf = async (outer: MimeMessage, raw: Uint8Array): Promise<Certified | null> => {
  const pec = pecFromHeaders(outer.headers)
  if (pec === null) return null
  const signed = signedPart(raw)
  const file = outer.attachments.findLast(({ type }) => SIGNATURE_TYPE.test(type))
  const signature = signed === null || file === undefined ? null : await checkSignature(signed, file.content)
  const parts = signed === null ? outer.attachments : (await readMime(signed)).attachments
  const certificate = parts.find(({ name }) => /^daticert\.xml$/i.test(name))
  return {
    pec: {
      ...pec,
      envelopeFrom: outer.from?.address ?? null,
      certificate: certificate === undefined ? null : pecCertificate(certificate.content),
      signature,
    },
    parts,
  }
}

const embeddedOf = (parts: readonly MailAttachment[]): MailAttachment | undefined =>
  parts.find((part) => isEmbeddedMessage(part) && /^postacert\.eml$/i.test(part.name)) ?? parts.find(isEmbeddedMessage)

/** The message a person wrote: the inner one of a certified envelope or of an anomaly, otherwise the mail itself. */
const innerOf = async (outer: MimeMessage, certified: Certified | null): Promise<MimeMessage> => {
  if (certified === null || certified.pec.form === 'receipt') return outer
  const embedded = embeddedOf(certified.parts)
  return embedded === undefined ? outer : readMime(embedded.content)
}

const MAX_PASSED_ON = 3

/** What a mail passes on within its text, then what it carries as messages of their own. */
const forwardedBy = async (message: MimeMessage, body: string): Promise<ForwardedMail[]> => {
  const within = splitSubject(message.subject).isForwarded ? forwardedInText(body) : []
  const attached: ForwardedMail[] = []
  for (const part of message.attachments.filter(isEmbeddedMessage).slice(0, MAX_PASSED_ON)) {
    const inner = await readMime(part.content).catch(() => null)
    if (inner === null || inner.from === null) continue
    attached.push({ from: inner.from, subject: inner.subject, text: splitVisibleText(inner.text).visible })
    attached.push(...(splitSubject(inner.subject).isForwarded ? forwardedInText(inner.text) : []))
  }
  return [...within, ...attached]
}

const threadIds = (message: MimeMessage, outer: MimeMessage, pec: PecInfo | null) => {
  const replied = [
    ...new Set([...messageIds(message.headers, 'in-reply-to'), ...messageIds(outer.headers, 'in-reply-to')]),
  ]
  const references = [...messageIds(message.headers, 'references'), ...messageIds(outer.headers, 'references')]
  return {
    messageId: messageId(message.headers, 'message-id') ?? pec?.reference ?? null,
    inReplyTo: replied[0] ?? null,
    references: [...new Set([...references, ...replied.slice(1)])],
  }
}

const parse = async (raw: Uint8Array): Promise<ParsedMail> => {
  const outer = await readMime(raw)
  const certified = await certifiedOf(outer, raw)
  const pec = certified?.pec ?? null
  const message = await unpack(await innerOf(outer, certified))
  const verdict = classifyMail({
    headers: message.headers,
    from: message.from?.address ?? null,
    subject: message.subject,
    contentType: message.headers['content-type']?.[0] ?? null,
  })
  const kind =
    pec?.form === 'receipt' ? 'receipt' : verdict.kind === 'message' && pec?.form === 'envelope' ? 'pec' : verdict.kind
  // What is longer stays in the source; the mark says that there is more.
  const body = message.text.length > MAX_TEXT ? `${message.text.slice(0, MAX_TEXT)}\n\n[…]` : message.text
  const split = splitVisibleText(body)
  return {
    kind,
    from: message.from,
    to: message.to,
    cc: message.cc,
    replyTo: message.replyTo,
    subject: message.subject,
    date: mailDate(message.headers) ?? mailDate(outer.headers),
    ...threadIds(message, outer, pec),
    text: body,
    html: message.html,
    visible: split.visible,
    quoted: [split.quoted, split.signature].filter((part) => part !== '').join('\n'),
    attachments: message.attachments,
    isIncomplete: message.isIncomplete,
    automaticReason: verdict.reason,
    automaticDoubtful: verdict.kind === 'automatic' && verdict.reason !== null && DOUBTFUL.has(verdict.reason),
    pec,
    forwarded: kind === 'message' ? await forwardedBy(message, body) : [],
    bounce:
      kind === 'bounce'
        ? bounceInfo({
            subject: message.subject,
            failed: message.headers['x-failed-recipients'] ?? [],
            status: message.attachments
              .filter(({ type }) => type === 'message/delivery-status')
              .map(text)
              .join('\n'),
            original: text(
              message.attachments.find((part) => isEmbeddedMessage(part) || part.type === 'text/rfc822-headers'),
            ),
            text: body,
          })
        : null,
    digest: mailDigest(raw),
    size: raw.byteLength,
    error: isHopeless(message, raw) ? 'mail_unparsable' : null,
  }
}

const nothing = (raw: Uint8Array): ParsedMail => ({
  kind: 'message',
  from: null,
  to: [],
  cc: [],
  replyTo: [],
  subject: '',
  date: null,
  messageId: null,
  inReplyTo: null,
  references: [],
  text: '',
  html: null,
  visible: '',
  quoted: '',
  attachments: [],
  isIncomplete: false,
  automaticReason: null,
  automaticDoubtful: false,
  pec: null,
  forwarded: [],
  bounce: null,
  digest: mailDigest(raw),
  size: raw.byteLength,
  error: 'mail_unparsable',
})

const MAX_HEAD = 64 * 1024

/** Why the body of a mail was left alone. */
export type UnreadMail = 'mail_unparsable' | 'mail_too_large' | 'mail_over_limit'

/** Sender, subject and ids of a mail whose body is not to be touched, with the reason why. */
export const parseHeadOnly = async (raw: Uint8Array, error: UnreadMail): Promise<ParsedMail> => {
  const plain = splitHead(raw)
    .head.slice(0, MAX_HEAD)
    .replace(/^content-[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n/gim, '')
  try {
    const head = await parse(Buffer.from(plain, 'latin1'))
    return { ...head, digest: mailDigest(raw), size: raw.byteLength, error }
  } catch {
    return { ...nothing(raw), error }
  }
}

/** Ours, or the library's for a head that does not end. */
const isOverLimit = (error: unknown): boolean =>
  error instanceof OverLimit || (error as { code?: unknown } | null)?.code === 'EMAXLEN'

/**
 * Raw bytes of a mail to what the desk understands of them. Never throws: what cannot be read comes back with `error`
 * and whatever its headers still tell.
 */
export const parseMail = async (raw: Uint8Array): Promise<ParsedMail> => {
  if (raw.byteLength > MAX_MAIL_BYTES) return parseHeadOnly(raw, 'mail_too_large')
  try {
    return await parse(raw)
  } catch (error) {
    return parseHeadOnly(raw, isOverLimit(error) ? 'mail_over_limit' : 'mail_unparsable')
  }
}
