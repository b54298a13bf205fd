import { webcrypto } from 'node:crypto'
import * as asn1 from 'asn1js'
import {
  Attribute,
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  Extension,
  GeneralName,
  GeneralNames,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs'

type Keys = webcrypto.CryptoKeyPair

const COMMON_NAME = '2.5.4.3'
const ALTERNATIVE_NAME = '2.5.29.17'
const CONSTRAINTS = '2.5.29.19'

const newKeys = (): Promise<Keys> =>
  webcrypto.subtle.generateKey(
    { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
    true,
    ['sign', 'verify'],
  ) as Promise<Keys>

const named = (name: string): AttributeTypeAndValue =>
  new AttributeTypeAndValue({ type: COMMON_NAME, value: new asn1.Utf8String({ value: name }) })

interface Issued {
  readonly certificate: Certificate
  readonly keys: Keys
}

interface Asked {
  readonly name: string
  readonly serial: number
  readonly email?: string
  readonly isAuthority?: boolean
  readonly from?: Date
  readonly to?: Date
  readonly issuer?: Issued
}

const issue = async (asked: Asked): Promise<Issued> => {
  const keys = await newKeys()
  const certificate = new Certificate()
  certificate.version = 2
  certificate.serialNumber = new asn1.Integer({ value: asked.serial })
  certificate.subject.typesAndValues.push(named(asked.name))
  const issuer = asked.issuer?.certificate.subject.typesAndValues ?? certificate.subject.typesAndValues
  certificate.issuer.typesAndValues.push(...issuer)
  certificate.notBefore.value = asked.from ?? new Date(Date.now() - 86_400_000)
  certificate.notAfter.value = asked.to ?? new Date(Date.now() + 400 * 86_400_000)
  const constraints = new BasicConstraints({ cA: asked.isAuthority === true })
  certificate.extensions = [
    new Extension({ extnID: CONSTRAINTS, critical: true, extnValue: constraints.toSchema().toBER(false) }),
  ]
  if (asked.email !== undefined) {
    const names = new GeneralNames({ names: [new GeneralName({ type: 1, value: asked.email })] })
    certificate.extensions.push(
      new Extension({ extnID: ALTERNATIVE_NAME, critical: false, extnValue: names.toSchema().toBER(false) }),
    )
  }
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey as CryptoKey)
  await certificate.sign((asked.issuer?.keys ?? keys).privateKey as CryptoKey, 'SHA-256')
  return { certificate, keys }
}

const pem = ({ certificate }: Issued): string => {
  const base64 = Buffer.from(certificate.toSchema(true).toBER(false)).toString('base64')
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`
}

const digestOf = async (content: ArrayBuffer): Promise<ArrayBuffer> => webcrypto.subtle.digest('SHA-256', content)

/** A detached signature (`smime.p7s`) with signed attributes, as providers make it. */
const signature = async (content: Uint8Array, by: Issued, along: readonly Issued[]): Promise<Buffer> => {
  const bytes = new Uint8Array(content).buffer
  const attributes = [
    new Attribute({
      type: '1.2.840.113549.1.9.3',
      values: [new asn1.ObjectIdentifier({ value: '1.2.840.113549.1.7.1' })],
    }),
    new Attribute({
      type: '1.2.840.113549.1.9.4',
      values: [new asn1.OctetString({ valueHex: await digestOf(bytes) })],
    }),
  ]
  const signed = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: '1.2.840.113549.1.7.1' }),
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer: by.certificate.issuer, serialNumber: by.certificate.serialNumber }),
        signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes }),
      }),
    ],
    certificates: [by, ...along].map(({ certificate }) => certificate),
  })
  await signed.sign(by.keys.privateKey as CryptoKey, 0, 'SHA-256', bytes)
  const info = new ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: signed.toSchema(true) })
  return Buffer.from(info.toSchema().toBER(false))
}

const lines = (...text: readonly string[]): string => text.join('\r\n')
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n')

export interface ReceiptOf {
  /** As in `X-Ricevuta`. */
  readonly kind: string
  /** Message-ID of the mail that it is about. */
  readonly about: string
  readonly to: string
  readonly recipients: readonly string[]
  readonly external?: readonly string[]
  /** `<consegna>`. */
  readonly delivered?: string
  readonly reason?: string
}

export interface Wrapping {
  /** Message-ID of the envelope. */
  readonly id: string
  /** Who signs; by default the provider itself. */
  readonly by?: 'provider' | 'stranger' | 'other-address' | 'expired' | 'nobody'
  /** Changes the envelope after it was signed. */
  readonly alter?: (signed: string) => string
}

/** A provider of certified mail with an authority above it, made for one test; and others that nobody believes. */
export const pecProvider = async (address = 'posta-certificata@pec.gestore.example') => {
  const root = await issue({ name: 'Radice di prova', serial: 1, isAuthority: true })
  const middle = await issue({ name: 'Autorità intermedia', serial: 2, isAuthority: true, issuer: root })
  const provider = await issue({ name: 'Gestore di prova S.p.A.', serial: 3, email: address, issuer: middle })
  const other = await issue({ name: 'Un cittadino', serial: 4, email: 'mario@cittadini.example', issuer: middle })
  const expired = await issue({
    name: 'Gestore di ieri',
    serial: 5,
    email: address,
    issuer: middle,
    from: new Date(Date.now() - 800 * 86_400_000),
    to: new Date(Date.now() - 400 * 86_400_000),
  })
  const strangeRoot = await issue({ name: 'Radice di prova', serial: 1, isAuthority: true })
  const stranger = await issue({ name: 'Gestore finto', serial: 3, email: address, issuer: strangeRoot })
  const signers = {
    provider: [provider, middle],
    stranger: [stranger, strangeRoot],
    'other-address': [other, middle],
    expired: [expired, middle],
  } as const

  const wrap = async (head: readonly string[], body: string, how: Wrapping): Promise<Buffer> => {
    const by = how.by ?? 'provider'
    const headers = [`From: "Per conto di: mario@pec.example" <${address}>`, `Message-ID: <${how.id}@gestore.example>`]
    const shown = how.alter === undefined ? body : how.alter(body)
    if (by === 'nobody') return Buffer.from(lines(...headers, ...head, 'MIME-Version: 1.0', shown), 'utf8')
    const [first, ...along] = signers[by]
    const p7s = await signature(Buffer.from(body, 'utf8'), first, along)
    return Buffer.from(
      lines(
        ...headers,
        ...head,
        'MIME-Version: 1.0',
        'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg="sha-256"; boundary="firma"',
        '',
        'This is an S/MIME signed message',
        '--firma',
        shown,
        '--firma',
        'Content-Type: application/pkcs7-signature; name="smime.p7s"',
        'Content-Transfer-Encoding: base64',
        'Content-Disposition: attachment; filename="smime.p7s"',
        '',
        base64(p7s),
        '--firma--',
        '',
      ),
      'utf8',
    )
  }

  const mixed = (text: string, certificate: string, inner: string | null): string =>
    lines(
      'Content-Type: multipart/mixed; boundary="busta"',
      '',
      '--busta',
      'Content-Type: text/plain; charset=utf-8',
      '',
      text,
      '--busta',
      'Content-Type: application/xml; name="daticert.xml"',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: inline; filename="daticert.xml"',
      '',
      base64(Buffer.from(certificate, 'utf8')),
      ...(inner === null
        ? []
        : [
            '--busta',
            'Content-Type: message/rfc822; name="postacert.eml"',
            'Content-Disposition: inline; filename="postacert.eml"',
            '',
            inner,
          ]),
      '--busta--',
      '',
    )

  return {
    address,
    /** PEM of the authority that an office would trust. */
    authority: pem(root),
    bundle: [root, middle].map(pem).join(''),
    /** A transport envelope around `inner`, a whole mail. */
    envelope: (inner: string, how: Wrapping): Promise<Buffer> =>
      wrap(
        ['To: urp@pec.comune.example', 'Subject: POSTA CERTIFICATA: x', 'X-Trasporto: posta-certificata'],
        mixed('Messaggio di posta certificata', '<postacert tipo="posta-certificata" errore="nessuno"/>', inner),
        how,
      ),
    receipt: (receipt: ReceiptOf, how: Wrapping): Promise<Buffer> => {
      const external = receipt.external ?? []
      const certificate = [
        `<?xml version="1.0" encoding="UTF-8"?><postacert tipo="${receipt.kind}" errore="nessuno"><intestazione>`,
        ...receipt.recipients.map(
          (to) => `<destinatari tipo="${external.includes(to) ? 'esterno' : 'certificato'}">${to}</destinatari>`,
        ),
        `</intestazione><dati><msgid>${receipt.about.replace('<', '&lt;').replace('>', '&gt;')}</msgid>`,
        receipt.delivered === undefined ? '' : `<consegna>${receipt.delivered}</consegna>`,
        receipt.reason === undefined ? '' : `<errore-esteso>${receipt.reason}</errore-esteso>`,
        '</dati></postacert>',
      ].join('')
      return wrap(
        [
          `To: ${receipt.to}`,
          `Subject: ${receipt.kind.toUpperCase()}: x`,
          `X-Ricevuta: ${receipt.kind}`,
          `X-Riferimento-Message-ID: ${receipt.about}`,
        ],
        mixed(`Ricevuta: ${receipt.kind}`, certificate, null),
        how,
      )
    },
  }
}
