import type { ConnectionOptions } from 'node:tls'
import { appError, type AppError } from '@shared/kernel/app-error'
import { serverCertificate, type MailProtocol } from './server-certificate'
import { MailServerError, type ServerSettings } from './server-settings'

const TLS_CODES = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_UNTRUSTED',
  'CERT_REVOKED',
  'CERT_REJECTED',
  'CERT_CHAIN_TOO_LONG',
  'CERT_SIGNATURE_FAILURE',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'HOSTNAME_MISMATCH',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/** Node's verification code somewhere in a library's error, or null when the error is about something else. */
export const tlsReason = (error: unknown): string | null => {
  for (let at: unknown = error, depth = 0; typeof at === 'object' && at !== null && depth < 5; depth += 1) {
    const { code, message, cause, _err } = at as { code?: unknown; message?: unknown; cause?: unknown; _err?: unknown }
    if (typeof code === 'string' && TLS_CODES.has(code)) return code
    if (typeof message === 'string' && /certificate|self.signed|altname/i.test(message)) return 'CERT_UNTRUSTED'
    at = cause ?? _err
  }
  return null
}

/** `mailbox_tls_untrusted` with the fingerprint that the server shows now, for a person to compare and pin. */
export const untrusted = async (
  settings: ServerSettings,
  protocol: MailProtocol,
  reason: string,
): Promise<AppError> => {
  const seen = await serverCertificate(settings, protocol)
  const { host, port } = settings
  return appError('mailbox_tls_untrusted', { details: { host, port, reason, fingerprint: seen?.fingerprint ?? null } })
}

const normal = (fingerprint: string): string => fingerprint.replace(/[^0-9a-f]/gi, '').toUpperCase()

/**
 * TLS options for a connection. Without a pin the system decides; with one exactly the pinned certificate is accepted,
 * whoever signed it and whatever name it carries, and nothing else.
 */
export const tlsOptions = async (settings: ServerSettings, protocol: MailProtocol): Promise<ConnectionOptions> => {
  const base: ConnectionOptions = { minVersion: 'TLSv1.2' }
  const { pinnedFingerprint, host, port } = settings
  if (pinnedFingerprint === null) return base
  const seen = await serverCertificate(settings, protocol)
  if (seen === null) throw new MailServerError(appError('mailbox_unreachable', { details: { host, port } }))
  if (normal(seen.fingerprint) !== normal(pinnedFingerprint)) {
    const details = { host, port, reason: 'PIN_MISMATCH', fingerprint: seen.fingerprint }
    throw new MailServerError(appError('mailbox_tls_untrusted', { details }))
  }
  return {
    ...base,
    ca: [seen.pem],
    allowPartialTrustChain: true,
    checkServerIdentity: (_, shown) =>
      normal(shown.fingerprint256) === normal(pinnedFingerprint)
        ? undefined
        : new Error('certificate is not the pinned one'),
  }
}
