import type { AppError } from '@shared/kernel/app-error'

/** One mail server as a person entered it. There is no setting without TLS. */
export interface ServerSettings {
  readonly host: string
  readonly port: number
  /** `tls` from the first byte; `starttls`: upgraded before anything secret is said, refused when the server cannot. */
  readonly security: 'tls' | 'starttls'
  readonly user: string
  readonly password: string
  /** Signs in instead of the password (XOAUTH2). */
  readonly accessToken?: string
  /** SHA-256 fingerprint (`AA:BB:…`) that a person has looked at and accepted; null: the certificate must be trusted by the system. */
  readonly pinnedFingerprint: string | null
}

/** A library's error, translated: what travels inside this folder instead of it. */
export class MailServerError extends Error {
  override readonly name = 'MailServerError'
  constructor(readonly error: AppError) {
    super(error.code)
  }
}
