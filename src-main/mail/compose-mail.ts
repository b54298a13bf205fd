import type { MailAddress } from '@shared/mail/parsed-mail'

export interface OutgoingAttachment {
  readonly name: string
  readonly type: string
  readonly content: Uint8Array
}

export interface OutgoingMail {
  /** With angle brackets, on the mailbox's own domain: stored before anything is sent. */
  readonly messageId: string
  readonly from: MailAddress
  readonly to: readonly MailAddress[]
  readonly cc?: readonly MailAddress[]
  readonly replyTo?: MailAddress
  readonly subject: string
  readonly text: string
  /** Milliseconds since 1970. */
  readonly date: number
  readonly inReplyTo: string | null
  readonly references: readonly string[]
  readonly attachments?: readonly OutgoingAttachment[]
  /** True for mail that nobody wrote, such as the acknowledgement: other systems must not answer it. */
  readonly automatic?: boolean
}

const escapeHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

/** `Words: mailto:…` alone in its line: the words are the link, since nobody reads such an address. */
const WRITTEN_LINK = /^([^\n:]{1,80}): (mailto:[^\s<>"]+)$/gm
const LINK = /\bhttps?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/g

/** Plain text as simple HTML: paragraphs, line breaks and links, nothing else. */
export const textAsHtml = (text: string): string => {
  const paragraphs = text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => {
      const linked = escapeHtml(paragraph)
        .replace(LINK, (url) => `<a href="${url}">${url}</a>`)
        .replace(WRITTEN_LINK, '<a href="$2">$1</a>')
      return `<p>${linked.replace(/\n/g, '<br>\n')}</p>`
    })
  return `<!doctype html>\n<html><body style="font-family:sans-serif">\n${paragraphs.join('\n')}\n</body></html>\n`
}

const MAX_REFERENCES = 20

/** The first of a long thread and the latest ones, as mail programs keep them. */
const shortened = (references: readonly string[]): string[] =>
  references.length <= MAX_REFERENCES
    ? [...references]
    : [...references.slice(0, 1), ...references.slice(1 - MAX_REFERENCES)]

const address = ({ name, address: mail }: MailAddress) => ({ name, address: mail })

/** The message as it will be sent, byte for byte. */
export const composeMail = async (mail: OutgoingMail): Promise<Uint8Array> => {
  const references = shortened([...new Set([...mail.references, ...(mail.inReplyTo === null ? [] : [mail.inReplyTo])])])
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  const composer = new MailComposer({
    messageId: mail.messageId,
    date: new Date(mail.date),
    from: address(mail.from),
    to: mail.to.map(address),
    cc: (mail.cc ?? []).map(address),
    ...(mail.replyTo ? { replyTo: address(mail.replyTo) } : {}),
    subject: mail.subject.replace(/[\r\n]+/g, ' '),
    text: mail.text,
    html: textAsHtml(mail.text),
    ...(mail.inReplyTo === null ? {} : { inReplyTo: mail.inReplyTo }),
    ...(references.length === 0 ? {} : { references: references.join(' ') }),
    headers: mail.automatic ? { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' } : {},
    attachments: (mail.attachments ?? []).map(({ name, type, content }) => ({
      filename: name,
      contentType: type,
      content: Buffer.from(content.buffer, content.byteOffset, content.byteLength),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}
