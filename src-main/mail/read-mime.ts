import { simpleParser, type AddressObject, type EmailAddress, type ParsedMail as Read } from 'mailparser'
import type { MailAddress, MailAttachment } from '@shared/mail/parsed-mail'
import { attachmentName } from './attachment-name'
import { betterReading, declaredAsWindows1252, hasLostCharacters, undoMojibake } from './charset-repair'
import { htmlToPlainText } from './html-text'
import { rawHeaders, type RawHeaders } from './mail-headers'
import { MAX_HEAD_BYTES, MAX_PARTS, isOverLimit, mimeShape } from './mime-shape'
import { repaired } from './mime-repair'

/** One level of MIME, read and with its characters mended; embedded messages are still attachments. */
export interface MimeMessage {
  readonly headers: RawHeaders
  readonly from: MailAddress | null
  readonly to: readonly MailAddress[]
  readonly cc: readonly MailAddress[]
  readonly replyTo: readonly MailAddress[]
  readonly subject: string
  readonly text: string
  readonly html: string | null
  readonly attachments: readonly MailAttachment[]
}

const MAX_ADDRESSES = 500

const read = (raw: Buffer): Promise<Read> =>
  simpleParser(raw, {
    ignoreEmbedded: true,
    keepDeliveryStatus: true,
    keepCidLinks: true,
    skipHtmlToText: true,
    skipTextLinks: true,
    checksumAlgo: 'sha256',
    maxChildNodes: 2 * MAX_PARTS,
    // Every short line counts for 64 bytes there; what is truly too long was told apart before.
    maxHeadSize: 2 * MAX_HEAD_BYTES,
  })

const flatten = (entries: readonly EmailAddress[]): EmailAddress[] =>
  entries.flatMap((entry) => (entry.group === undefined ? [entry] : flatten(entry.group)))

const addresses = (field: AddressObject | AddressObject[] | undefined): MailAddress[] =>
  (field === undefined ? [] : Array.isArray(field) ? field : [field])
    .flatMap(({ value }) => flatten(value))
    .map(({ name, address }) => ({ name: undoMojibake(name).trim(), address: (address ?? '').trim() }))
    .filter(({ address }) => address.includes('@'))
    .slice(0, MAX_ADDRESSES)

/** A copy with a buffer of its own: small ones from the library share a pool and could not be moved between threads. */
const own = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes)

const attachments = (mail: Read): MailAttachment[] =>
  mail.attachments.map((part, index) => ({
    name: attachmentName(part.filename, part.contentType.toLowerCase(), index + 1),
    type: part.contentType.toLowerCase(),
    size: part.size,
    sha256: part.checksum,
    inline: part.cid !== undefined && (part.related === true || (mail.html || '').includes(`cid:${part.cid}`)),
    cid: part.cid ?? null,
    content: own(part.content),
  }))

/** Whether the plain text stands beside the HTML (a footer, a second part) instead of saying the same in words. */
const textBesideHtml = (mail: Read, html: string): boolean => {
  const piece = (mail.textAsHtml ?? '').split('<br/>\n').find((part) => part.replace(/<[^>]*>/g, '').trim() !== '')
  return piece !== undefined && html.includes(piece)
}

const plainText = (mail: Read): string => {
  const text = (mail.text ?? '').trim()
  const html = mail.html || ''
  if (html === '') return text
  return text === '' || textBesideHtml(mail, html) ? htmlToPlainText(html) : text
}

const lostIn = (mail: Read): boolean =>
  hasLostCharacters(mail.subject ?? '') ||
  hasLostCharacters(mail.text ?? '') ||
  hasLostCharacters(mail.html || '') ||
  hasLostCharacters(mail.from?.text ?? '')

/** A mail built so that reading it would cost the desk more than any mail may. */
export class OverLimit extends Error {}

/** Reads one MIME message. Throws `OverLimit`, or what the library throws on hopeless input. */
export const readMime = async (given: Uint8Array): Promise<MimeMessage> => {
  const shape = mimeShape(given)
  if (isOverLimit(shape)) throw new OverLimit()
  const raw = repaired(given, shape)
  const mail = await read(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength))
  const second = lostIn(mail) ? await read(declaredAsWindows1252(raw)) : mail
  const better = (pick: (from: Read) => string): string => undoMojibake(betterReading(pick(mail), pick(second)))
  const people = hasLostCharacters(mail.from?.text ?? '') && !hasLostCharacters(second.from?.text ?? '') ? second : mail
  const html = better((from) => from.html || '')
  return {
    headers: rawHeaders(mail.headerLines ?? []),
    from: addresses(people.from)[0] ?? null,
    to: addresses(people.to),
    cc: addresses(people.cc),
    replyTo: addresses(people.replyTo),
    subject: better((from) => from.subject ?? '')
      .replace(/\s+/g, ' ')
      .trim(),
    text: better(plainText),
    html: html.trim() === '' ? null : html,
    attachments: attachments(mail),
  }
}
