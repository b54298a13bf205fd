import { createHash } from 'node:crypto'
import type { MailAttachment } from '@shared/mail/parsed-mail'
import { attachmentName } from './attachment-name'
import { calendarText } from './calendar-text'
import { htmlToPlainText } from './html-text'
import { splitHead } from './mail-digest'
import { type MimeMessage, readMime } from './read-mime'
import { signedContent } from './signed-data'
import { readTnef } from './tnef'
import { cutUuencoded } from './uuencode'

const CONTENT_LINES = /^content-[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n/gim

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

/** What S/MIME calls its own part; a document that somebody signed has a name of its own. */
const ENVELOPE_NAME = /^smime\.p7m$/i

/**
 * A mail that is one opaque signature is the message that was signed, under the headers that it came with. Where a
 * gateway put words of its own beside it, they stay below.
 */
const withoutEnvelope = async (message: MimeMessage): Promise<MimeMessage> => {
  const isOnly = OPAQUE.test(message.headers['content-type']?.[0] ?? '') && message.attachments.length === 1
  const envelope = message.attachments.find(
    ({ name, type }) => isOnly || (OPAQUE.test(type) && ENVELOPE_NAME.test(name)),
  )
  const content = envelope === undefined ? null : signedContent(envelope.content)
  if (content === null) return message
  const { text, html, attachments } = await readMime(content)
  return {
    ...message,
    text: [text, message.text].filter((words) => words !== '').join('\n\n'),
    html,
    attachments: [...attachments, ...message.attachments.filter((part) => part !== envelope)],
  }
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

const MOST_NAMED = 20
const UNNAMED_MESSAGE = /^allegato-\d+\.eml$/

/** A message within the mail that has no name of its own is called by what it is about. */
const withNamedMessages = async (message: MimeMessage): Promise<MimeMessage> => {
  const isUnnamed = ({ type, name }: MailAttachment): boolean => type === 'message/rfc822' && UNNAMED_MESSAGE.test(name)
  const unnamed = message.attachments.filter(isUnnamed).slice(0, MOST_NAMED)
  if (unnamed.length === 0) return message
  const subjects = new Map<MailAttachment, string>()
  for (const part of unnamed) {
    const head = splitHead(part.content).head.replace(CONTENT_LINES, '')
    const found = await readMime(Buffer.from(head, 'latin1')).catch(() => null)
    if (found !== null && found.subject !== '') subjects.set(part, found.subject)
  }
  return {
    ...message,
    attachments: message.attachments.map((part, at) => {
      const subject = subjects.get(part)
      return subject === undefined
        ? part
        : { ...part, name: attachmentName(`${subject.replace(/[/\\]/g, '-')}.eml`, part.type, at + 1) }
    }),
  }
}

/** Takes words and files out of the wrappings that mail programs put around them. */
export const unpack = async (message: MimeMessage): Promise<MimeMessage> =>
  withCalendarWords(withoutUuencode(decodedParts(withoutTnef(await withNamedMessages(await withoutEnvelope(message))))))
