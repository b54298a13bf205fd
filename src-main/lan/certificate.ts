import { X509Certificate, createPrivateKey } from 'node:crypto'
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Integer, Utf8String } from 'asn1js'
import { AttributeTypeAndValue, Certificate } from 'pkijs'
import { plainFingerprint } from '@shared/lan/fingerprint'

export interface DeskCertificate {
  /** PEM, both. */
  readonly key: string
  readonly certificate: string
  readonly fingerprint: string
}

const COMMON_NAME = '2.5.4.3'
const YEARS = 20
const DAY_MS = 86_400_000

export const fingerprintOf = (certificate: string): string =>
  plainFingerprint(new X509Certificate(certificate).fingerprint256)

/**
 * Signed by itself, since nobody but the paired desks has to believe it: they hold it by its fingerprint. Valid from
 * long before to long after now, so that a clock that is wrong keeps no desk out; a new one is made by hand only.
 */
const makeCertificate = async (name: string, now: number): Promise<DeskCertificate> => {
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
  return { key: key.toString(), certificate, fingerprint: fingerprintOf(certificate) }
}

/** Null where this desk never served. */
export const readCertificate = async (folder: string): Promise<DeskCertificate | null> => {
  try {
    const certificate = await readFile(join(folder, 'certificato.pem'), 'utf8')
    const key = await readFile(join(folder, 'chiave.pem'), 'utf8')
    return { key, certificate, fingerprint: fingerprintOf(certificate) }
  } catch {
    return null
  }
}

/** This machine's certificate, made at the first time; its key can be read by this user only. */
export const deskCertificate = async (folder: string, name: string, now: number): Promise<DeskCertificate> => {
  const kept = await readCertificate(folder)
  if (kept !== null) return kept
  const made = await makeCertificate(name, now)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
  for (const [file, text] of [
    ['chiave.pem', made.key],
    ['certificato.pem', made.certificate],
  ] as const) {
    await writeFile(join(folder, `${file}.part`), text, { mode: 0o600 })
    await rename(join(folder, `${file}.part`), join(folder, file))
  }
  return made
}
