import { Readable } from 'node:stream'
import { appError, type AppError } from '@shared/kernel/app-error'
import { err, ok, type Result } from '@shared/kernel/result'
import { MailServerError, type ServerSettings } from './server-settings'
import { tlsOptions, tlsReason, untrusted } from './tls-trust'

export interface Envelope {
  readonly from: string
  readonly to: readonly string[]
}

/**
 * What became of a message. `temporary`: nothing was taken, try again later. `permanent`: refused for good.
 * `uncertain`: the whole message was handed over and no answer came back, so it may have gone out; it must never be
 * sent again without a person's word. `sent` names recipients that the server refused beside those it took.
 */
export type SendOutcome =
  | { readonly state: 'sent'; readonly refused: readonly string[] }
  | { readonly state: 'temporary' | 'permanent' | 'uncertain'; readonly error: AppError }

interface SmtpFailure {
  readonly code?: string
  readonly responseCode?: number
}

const COMMAND_TIMEOUT_MS = 60_000

const failureOf = (error: unknown): SmtpFailure => (typeof error === 'object' && error !== null ? error : {})

const smtpAppError = async (error: unknown, settings: ServerSettings): Promise<AppError> => {
  if (error instanceof MailServerError) return error.error
  const { host, port } = settings
  const reason = tlsReason(error)
  if (reason !== null) return untrusted(settings, 'smtp', reason)
  const { code, responseCode } = failureOf(error)
  if (code === 'EAUTH')
    return appError(settings.accessToken === undefined ? 'smtp_auth_failed' : 'mailbox_account_refused', {
      details: { host },
    })
  if (responseCode !== undefined)
    return appError(responseCode < 500 ? 'smtp_deferred' : 'smtp_rejected', { details: { host, responseCode } })
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return appError('smtp_rejected', { details: { host } })
  return appError('mailbox_unreachable', { details: { host, port } })
}

/** A token that the provider gave goes out as XOAUTH2; the library cannot renew it, and shall not. */
const credentialsOf = async ({ user, password, accessToken }: ServerSettings) => {
  if (accessToken === undefined) return { user, pass: password }
  const { default: XOAuth2 } = await import('nodemailer/lib/xoauth2')
  return { user, oauth2: new XOAuth2({ user, accessToken }) }
}

/** How long a server may take to answer the call; less while somebody watches a test. */
const PATIENCE_MS = 30_000
const TEST_PATIENCE_MS = 10_000

/** A signed-in connection. Throws what the library throws; `lost` rejects when the connection breaks. */
const open = async (settings: ServerSettings, patience = PATIENCE_MS) => {
  const credentials = await credentialsOf(settings)
  const { default: SMTPConnection } = await import('nodemailer/lib/smtp-connection')
  const connection = new SMTPConnection({
    host: settings.host,
    port: settings.port,
    secure: settings.security === 'tls',
    requireTLS: settings.security === 'starttls',
    tls: await tlsOptions(settings, 'smtp'),
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: COMMAND_TIMEOUT_MS,
    logger: false,
  })
  const lost = new Promise<never>((_, reject) => {
    connection.once('error', reject)
    connection.once('end', () => reject(new Error('the connection was closed')))
  })
  lost.catch(() => undefined)
  const step = (run: (done: (error?: Error | null) => void) => void): Promise<void> =>
    Promise.race([new Promise<void>((resolve, reject) => run((error) => (error ? reject(error) : resolve()))), lost])
  try {
    await step((done) => connection.connect(done))
    await step((done) => connection.login(credentials, done))
    return { connection, lost }
  } catch (error) {
    connection.close()
    throw error
  }
}

/** Signs in and out again: whether mail could be sent with these settings. */
export const testSmtp = async (settings: ServerSettings): Promise<Result<null>> => {
  try {
    const { connection } = await open(settings, TEST_PATIENCE_MS)
    connection.quit()
    return ok(null)
  } catch (error) {
    return err(await smtpAppError(error, settings))
  }
}

/** A server's door for a run of messages: one connection and one sign-in, opened with the first of them. */
export interface MailSender {
  /** Hands one composed message to the server. Never throws and never hands one over twice. */
  send(envelope: Envelope, raw: Uint8Array): Promise<SendOutcome>
  close(): void
}

type Opened = Awaited<ReturnType<typeof open>>

interface Handing {
  /** The server has agreed to take the message and its last byte was read. */
  handedOver: boolean
}

const handOver = async (
  { connection, lost }: Opened,
  envelope: Envelope,
  raw: Uint8Array,
  handing: Handing,
): Promise<readonly string[]> => {
  const stream = Readable.from([Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)])
  // Read to its end only after the server has agreed to take it (354).
  stream.once('end', () => {
    handing.handedOver = true
  })
  const sending = new Promise<readonly string[]>((resolve, reject) => {
    connection.send({ from: envelope.from, to: [...envelope.to] }, stream, (error, info) =>
      error ? reject(error) : resolve(info?.rejected.map(String) ?? []),
    )
  })
  return Promise.race([sending, lost])
}

export const openSender = (settings: ServerSettings): MailSender => {
  let opened: Opened | null = null

  const close = (): void => {
    opened?.connection.quit()
    opened = null
  }

  const send: MailSender['send'] = async (envelope, raw) => {
    const handing: Handing = { handedOver: false }
    const used = opened !== null
    try {
      opened ??= await open(settings)
      return { state: 'sent', refused: await handOver(opened, envelope, raw, handing) }
    } catch (error) {
      opened?.connection.close()
      opened = null
      const { responseCode } = failureOf(error)
      const closing = responseCode === undefined || responseCode === 421
      // A connection that served others before may be closed by now (idle, or full): nothing was handed over on it.
      if (used && closing && !handing.handedOver) return send(envelope, raw)
      const translated = await smtpAppError(error, settings)
      if (handing.handedOver && responseCode === undefined) return { state: 'uncertain', error: translated }
      // 5xx to the message or its envelope is final; a wrong password or certificate is cured by a person, not by giving up.
      const final = translated.code === 'smtp_rejected'
      return { state: final ? 'permanent' : 'temporary', error: translated }
    }
  }

  return { send, close }
}

/** One message on a connection of its own. */
export const sendMail = async (settings: ServerSettings, envelope: Envelope, raw: Uint8Array): Promise<SendOutcome> => {
  const sender = openSender(settings)
  try {
    return await sender.send(envelope, raw)
  } finally {
    sender.close()
  }
}
