import { X509Certificate } from 'node:crypto'
import { fromBER, OctetString } from 'asn1js'
import { Certificate, ContentInfo, SignedData } from 'pkijs'
import type { MailSignature } from '@shared/mail/parsed-mail'

const SIGNED_DATA = '1.2.840.113549.1.7.2'
const MAX_CERTIFICATES = 20

const own = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer

/** The CMS structure of a `.p7s` or `.p7m`; null for what is none. */
const signedData = (bytes: Uint8Array): SignedData | null => {
  try {
    const asn1 = fromBER(own(bytes))
    if (asn1.offset === -1) return null
    const info = new ContentInfo({ schema: asn1.result })
    return info.contentType === SIGNED_DATA ? new SignedData({ schema: info.content }) : null
  } catch {
    return null
  }
}

/** The message inside an opaque signature (`application/pkcs7-mime`); null for what is encrypted or no signature. */
export const signedContent = (bytes: Uint8Array): Uint8Array | null => {
  const content = signedData(bytes)?.encapContentInfo.eContent
  if (!(content instanceof OctetString)) return null
  const inner = new Uint8Array(content.getValue())
  return inner.byteLength === 0 ? null : inner
}

const pemOf = (certificate: Certificate): X509Certificate | null => {
  try {
    return new X509Certificate(Buffer.from(certificate.toSchema(true).toBER(false)))
  } catch {
    return null
  }
}

const PEM = /-----BEGIN (CERTIFICATE|PKCS7|CMS)-----([A-Za-z0-9+/=\s]+)-----END \1-----/g

const fromDer = (der: Buffer): string[] => {
  try {
    return [new X509Certificate(der).toString()]
  } catch {
    const found = (signedData(der)?.certificates ?? []).filter((one) => one instanceof Certificate)
    return found.flatMap((one) => pemOf(one)?.toString() ?? [])
  }
}

/** PEM of every certificate in a file: PEM (one or many), DER, or a PKCS #7 bundle in either. */
export const certificatesIn = (bytes: Uint8Array): string[] => {
  const file = Buffer.from(bytes)
  const texts = [...file.toString('latin1').matchAll(PEM)]
  const blocks = texts.length === 0 ? [file] : texts.map(([, , base64 = '']) => Buffer.from(base64, 'base64'))
  return [...new Set(blocks.flatMap(fromDer))]
}

const EMAIL_FIELD = /(?:^|\n)emailAddress=([^\n]+)/i

/** Addresses that a certificate was issued for. */
const addressesOf = (certificate: X509Certificate): string[] => {
  const alternative = (certificate.subjectAltName ?? '')
    .split(/,\s*/)
    .flatMap((name) => (/^email:/i.test(name) ? [name.slice('email:'.length)] : []))
  const field = EMAIL_FIELD.exec(certificate.subject)?.[1]
  return [...new Set([...alternative, ...(field === undefined ? [] : [field])].map((one) => one.trim().toLowerCase()))]
}

const nameOf = (subject: string): string =>
  /(?:^|\n)CN=([^\n]+)/.exec(subject)?.[1] ?? /(?:^|\n)O=([^\n]+)/.exec(subject)?.[1] ?? ''

/**
 * Checks a detached signature over the bytes that it was made for. Says whether they are unchanged and who signed;
 * whether the signer is to be believed is another question. Null: there is no signature that can be read.
 */
export const checkSignature = async (content: Uint8Array, signature: Uint8Array): Promise<MailSignature | null> => {
  const signed = signedData(signature)
  const info = signed?.signerInfos[0]
  if (!signed || info === undefined) return null
  const found = (signed.certificates ?? []).slice(0, MAX_CERTIFICATES).filter((one) => one instanceof Certificate)
  let signer: Certificate | null = null
  let isIntact = false
  try {
    const outcome = await signed.verify({ signer: 0, data: own(content), checkChain: false, extendedMode: true })
    isIntact = outcome.signatureVerified === true
    signer = outcome.signerCertificate ?? null
  } catch (error) {
    // The library throws its verdict when something does not fit: that is a signature that does not hold.
    signer = (error as { signerCertificate?: Certificate | null }).signerCertificate ?? null
  }
  const certificates = [...new Set(signer === null ? found : [signer, ...found])]
    .map(pemOf)
    .filter((one) => one !== null)
  const first = signer === null ? undefined : certificates[0]
  return {
    isIntact: isIntact && first !== undefined,
    signer: first === undefined ? '' : nameOf(first.subject),
    addresses: first === undefined ? [] : addressesOf(first),
    certificates: certificates.map((one) => one.toString()),
  }
}
