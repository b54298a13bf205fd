import { simpleParser, type AddressObject, type EmailAddress, type ParsedMail as Read } from 'mailparser'
import { type MailAddress, type MailAttachment, MOST_ADDRESSES } from '@shared/mail/parsed-mail'
import { attachmentName } from './attachment-name'
import { betterReading, declaredAsWindows1252, hasLostCharacters, undoMojibake } from './charset-repair'
import { htmlToPlainText } from './html-text'
import { type LiftedMail, liftFiles } from './lift-files'
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
  /** It announces parts, and none of them came. */
  readonly isIncomplete: boolean
}

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
    .map(({ name, address }) => ({
      name: undoMojibake(name).replaceAll(/\s+/g, ' ').trim(),
      address: (address ?? '').trim(),
    }))
    .filter(({ address }) => address.includes('@'))
    .slice(0, MOST_ADDRESSES)

/** A copy with a buffer of its own: small ones from the library share a pool and could not be moved between threads. */
const own = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes)

const MARK_BYTES = 64

/** The file that was lifted from here, told by the mark that it left. */
const fileAt = (lifted: LiftedMail | null, content: Buffer) =>
  lifted === null || content.byteLength > MARK_BYTES ? undefined : lifted.files.get(content.toString('latin1'))

const attachments = (mail: Read, lifted: LiftedMail | null): MailAttachment[] =>
  mail.attachments.map((part, index) => {
    const file = fileAt(lifted, part.content)
    return {
      name: attachmentName(part.filename, part.contentType.toLowerCase(), index + 1),
      type: part.contentType.toLowerCase(),
      size: file?.content.byteLength ?? part.size,
      sha256: file?.sha256 ?? part.checksum,
      inline: part.cid !== undefined && (part.related === true || (mail.html || '').includes(`cid:${part.cid}`)),
      cid: part.cid ?? null,
      content: file?.content ?? own(part.content),
    }
  })

/** Whether every file that was lifted left its mark where a file of the mail was read. */
const isWhole = (mail: Read, lifted: LiftedMail): boolean => {
  const found = mail.attachments.map(({ content }) => fileAt(lifted, content)).filter((file) => file !== undefined)
  return new Set(found).size === lifted.files.size && found.length === lifted.files.size
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Reads a mail with its files lifted; as it stands where the parser sees its parts in another way than we do. */
const readLifted = async (raw: Buffer, lifted: LiftedMail | null) => {
  if (lifted !== null) {
    const mail = await read(lifted.raw)
    if (isWhole(mail, lifted)) return { mail, source: lifted.raw, lifted }
  }
  return { mail: await read(raw), source: raw, lifted: null }
}

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

/**
 * Reads one MIME message. Throws `OverLimit`, or what the library throws on hopeless input.
 *
 * @param least bytes of base64 from which a file is lifted out first
 */
export const readMime = async (given: Uint8Array, least?: number): Promise<MimeMessage> => {
  const shape = mimeShape(given)
  if (isOverLimit(shape)) throw new OverLimit()
  const raw = repaired(given, shape)
  // Where the mail was put right the places of its files are not those that were told.
  const toLift = raw === given ? liftFiles(asBuffer(given), shape, least) : null
  const { mail, source, lifted } = await readLifted(asBuffer(raw), toLift)
  const second = lostIn(mail) ? await read(declaredAsWindows1252(source)) : mail
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
    attachments: attachments(mail, lifted),
    // Where its parts came under another boundary than it said, they came.
    isIncomplete: shape.hasRootBoundary === false && mimeShape(raw).hasRootBoundary !== true,
  }
}
