import { X509Certificate, createPrivateKey } from 'node:crypto'
import { Integer, Utf8String } from 'asn1js'
import { AttributeTypeAndValue, Certificate } from 'pkijs'

const COMMON_NAME = '2.5.4.3'
const YEARS = 20
const DAY_MS = 86_400_000

/**
 * Signed by itself, since nobody but the paired desks has to believe it: they hold it by its fingerprint. Valid from
 * long before to long after now, so that a clock that is wrong keeps no desk out; a new one is made by hand only.
 */
export const makeCertificate = async (
  name: string,
  now: number,
): Promise<{ readonly key: string; readonly certificate: string }> => {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const made = new Certificate()
  made.version = 2
  const serial = crypto.getRandomValues(new Uint8Array(12))
  // A serial number is a positive integer: its first bit is not set.
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40
  made.serialNumber = new Integer({ valueHex: serial.buffer })
  for (const party of [made.issuer, made.subject])
    party.typesAndValues.push(new AttributeTypeAndValue({ type: COMMON_NAME, value: new Utf8String({ value: name }) }))
  made.notBefore.value = new Date(now - 365 * DAY_MS)
  made.notAfter.value = new Date(now + YEARS * 365 * DAY_MS)
  await made.subjectPublicKeyInfo.importKey(keys.publicKey)
  await made.sign(keys.privateKey, 'SHA-256')
  const certificate = new X509Certificate(Buffer.from(made.toSchema(true).toBER(false))).toString()
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey))
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ type: 'pkcs8', format: 'pem' })
  return { key: key.toString(), certificate }
}
