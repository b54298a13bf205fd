import { X509Certificate } from 'node:crypto'
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { plainFingerprint } from '@shared/lan/fingerprint'

export interface DeskCertificate {
  /** PEM, both. */
  readonly key: string
  readonly certificate: string
  readonly fingerprint: string
}

export const fingerprintOf = (certificate: string): string =>
  plainFingerprint(new X509Certificate(certificate).fingerprint256)

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
  const { makeCertificate } = await import('./make-certificate')
  const { key, certificate } = await makeCertificate(name, now)
  const made = { key, certificate, fingerprint: fingerprintOf(certificate) }
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
