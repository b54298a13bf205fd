import { createHash } from 'node:crypto'
import type { MailAttachment } from '@shared/mail/parsed-mail'
import { attachmentName } from './attachment-name'
import { calendarText } from './calendar-text'
import { htmlToPlainText } from './html-text'
import { type MimeMessage, readMime } from './read-mime'
import { signedContent } from './signed-data'
import { readTnef } from './tnef'
import { cutUuencoded } from './uuencode'

interface NewFile {
  readonly name: string
  readonly type: string
  readonly content: Uint8Array
}

const asAttachment = ({ name, type, content }: NewFile, position: number): MailAttachment => ({
  name: attachmentName(name, type, position),
  type,
  size: content.byteLength,
  sha256: createHash('sha256').update(content).digest('hex'),
  inline: false,
  cid: null,
  content: new Uint8Array(content),
})

const TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  pdf: 'application/pdf',
  txt: 'text/plain',
}
const typeOf = (name: string): string => TYPES[name.split('.').pop()?.toLowerCase() ?? ''] ?? 'application/octet-stream'

const OPAQUE = /^application\/(?:x-)?pkcs7-mime\b/i

/** A mail that is one opaque signature is the message that was signed, under the headers that it came with. */
const withoutEnvelope = async (message: MimeMessage): Promise<MimeMessage> => {
  const [only] = message.attachments
  const isOpaque = OPAQUE.test(message.headers['content-type']?.[0] ?? '') && message.attachments.length === 1
  if (!isOpaque || only === undefined) return message
  const content = signedContent(only.content)
  if (content === null) return message
  const { text, html, attachments } = await readMime(content)
  return { ...message, text, html, attachments }
}

const isTnef = ({ name, type }: MailAttachment): boolean =>
  /^application\/(?:vnd\.)?ms-tnef$/.test(type) || /^win(?:mail|dat)\.dat$/i.test(name)

const withoutTnef = (message: MimeMessage): MimeMessage => {
  if (!message.attachments.some(isTnef)) return message
  let { text, html } = message
  const attachments: MailAttachment[] = []
  for (const part of message.attachments) {
    const found = isTnef(part) ? readTnef(part.content) : null
    if (found === null) {
      attachments.push(part)
      continue
    }
    for (const { name, type, content } of found.files)
      attachments.push(asAttachment({ name, type: type ?? typeOf(name), content }, attachments.length + 1))
    if (!found.isWhole) attachments.push(part)
    html ??= found.html
    if (text === '') text = found.text.trim() || (html === null ? '' : htmlToPlainText(html))
  }
  return { ...message, text, html, attachments }
}

const withoutUuencode = (message: MimeMessage): MimeMessage => {
  const { text, files } = cutUuencoded(message.text)
  if (files.length === 0) return message
  const added = files.map(({ name, content }, at) =>
    asAttachment({ name, type: typeOf(name), content }, message.attachments.length + at + 1),
  )
  return { ...message, text, attachments: [...message.attachments, ...added] }
}

/** A part that was declared uuencoded came through as its text. */
const decodedParts = (message: MimeMessage): MimeMessage => {
  if (!/^x-?uue(?:ncode)?$/i.test(message.headers['content-transfer-encoding']?.[0] ?? '')) return message
  const attachments = message.attachments.map((part, at) => {
    const [file] = cutUuencoded(Buffer.from(part.content).toString('latin1')).files
    return file === undefined ? part : asAttachment({ ...part, content: file.content }, at + 1)
  })
  return { ...message, attachments }
}

/** An invitation that comes without a word says what it is about. */
const withCalendarWords = (message: MimeMessage): MimeMessage => {
  if (message.text !== '' || message.html !== null) return message
  const calendar = message.attachments.find(({ type }) => type === 'text/calendar')
  return calendar === undefined
    ? message
    : { ...message, text: calendarText(Buffer.from(calendar.content).toString('utf8')) }
}

/** Takes words and files out of the wrappings that mail programs put around them. */
export const unpack = async (message: MimeMessage): Promise<MimeMessage> =>
  withCalendarWords(withoutUuencode(decodedParts(withoutTnef(await withoutEnvelope(message)))))
