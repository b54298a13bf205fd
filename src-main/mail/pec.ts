import { PEC_RECEIPTS, type PecCertificate, type PecInfo, type PecReceipt } from '@shared/mail/parsed-mail'
import { messageId, type RawHeaders } from './mail-headers'

const header = (headers: RawHeaders, name: string): string => headers[name]?.[0]?.trim().toLowerCase() ?? ''

const isReceipt = (value: string): value is PecReceipt => (PEC_RECEIPTS as readonly string[]).includes(value)

const RECEIPT_FORMS = ['completa', 'breve', 'sintetica'] as const

/**
 * What the top-level headers say about certified mail (never the subject), without the certificate; null for ordinary
 * mail. Anyone can write these headers: they choose how to read the mail, not whether to trust it.
 */
export const pecFromHeaders = (headers: RawHeaders): PecInfo | null => {
  const receipt = header(headers, 'x-ricevuta')
  const transport = header(headers, 'x-trasporto')
  const form =
    receipt !== ''
      ? 'receipt'
      : transport === 'posta-certificata'
        ? 'envelope'
        : transport === 'errore'
          ? 'anomaly'
          : null
  if (form === null) return null
  const receiptForm = header(headers, 'x-tiporicevuta')
  return {
    form,
    receipt: isReceipt(receipt) ? receipt : null,
    receiptForm: RECEIPT_FORMS.find((known) => known === receiptForm) ?? null,
    reference: messageId(headers, 'x-riferimento-message-id'),
    envelopeMessageId: messageId(headers, 'message-id'),
    envelopeFrom: null,
    certificate: null,
    signature: null,
  }
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

const decode = (text: string): string =>
  text
    .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_, inner: string) => inner.replace(/&/g, '&amp;'))
    .replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w{2,4});/gi, (whole, name: string) => {
      if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole
      const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    })
    .trim()

const elements = (xml: string, name: string): string[] =>
  [
    ...xml.matchAll(
      new RegExp(`<${name}(?:\\s[^>]*)?>([^<]*(?:<!\\[CDATA\\[[\\s\\S]*?\\]\\]>[^<]*)*)</${name}>`, 'gi'),
    ),
  ].map(([, inner]) => decode(inner ?? ''))

/** What an element says whose attribute has this value. */
const elementsWith = (xml: string, name: string, attribute: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}\\s[^>]*?${attribute}[^>]*>([^<]*)</${name}>`, 'gi'))].map(([, inner]) =>
    decode(inner ?? ''),
  )

const element = (xml: string, name: string): string | null => elements(xml, name)[0] || null

const attribute = (xml: string, tag: string, name: string): string | null =>
  new RegExp(`<${tag}\\b[^>]*?\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i')
    .exec(xml)
    ?.slice(1)
    .find((value) => value !== undefined) ?? null

const MAX_CERTIFICATE_BYTES = 1024 * 1024

/** `daticert.xml`, a flat file of fixed elements; null when it is not one. */
export const pecCertificate = (bytes: Uint8Array): PecCertificate | null => {
  if (bytes.byteLength > MAX_CERTIFICATE_BYTES) return null
  const label = /encoding\s*=\s*["']([\w-]+)["']/i.exec(Buffer.from(bytes.subarray(0, 200)).toString('latin1'))?.[1]
  const latin = label !== undefined && /^(iso-8859|windows-125|us-ascii)/i.test(label)
  const xml = Buffer.from(bytes).toString(latin ? 'latin1' : 'utf8')
  if (!/<postacert\b/i.test(xml)) return null
  return {
    type: attribute(xml, 'postacert', 'tipo'),
    error: attribute(xml, 'postacert', 'errore'),
    errorText: element(xml, 'errore-esteso'),
    sender: element(xml, 'mittente'),
    recipients: elements(xml, 'destinatari'),
    external: elementsWith(xml, 'destinatari', 'tipo\\s*=\\s*["\']esterno["\']'),
    delivered: elements(xml, 'consegna'),
    subject: element(xml, 'oggetto'),
    identifier: element(xml, 'identificativo'),
    messageId: element(xml, 'msgid'),
    provider: element(xml, 'gestore-emittente'),
  }
}
