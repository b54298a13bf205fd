import type { ImapFlow, ImapFlowError } from 'imapflow'
import { appError, type AppError } from '@shared/kernel/app-error'
import { MailServerError, type ServerSettings } from './server-settings'
import { tlsOptions, tlsReason, untrusted } from './tls-trust'

export interface ImapSettings extends ServerSettings {
  /** The folder that is read, INBOX as a rule. */
  readonly folder: string
}

interface ImapTimeouts {
  readonly connectMs: number
  /** Silence on a connection that should answer. */
  readonly socketMs: number
}

const DEFAULT_TIMEOUTS: ImapTimeouts = { connectMs: 30_000, socketMs: 120_000 }

/** A library's or Node's error as one of ours. */
export const imapAppError = async (error: unknown, settings: ImapSettings): Promise<AppError> => {
  if (error instanceof MailServerError) return error.error
  const { host, port, folder } = settings
  const reason = tlsReason(error)
  if (reason !== null) return untrusted(settings, 'imap', reason)
  const known = error as Partial<ImapFlowError> | null
  if (known?.authenticationFailed === true)
    return appError(settings.accessToken === undefined ? 'mailbox_auth_failed' : 'mailbox_account_refused', {
      details: { host },
    })
  if (known?.mailboxMissing === true) return appError('mailbox_folder_missing', { details: { folder } })
  return appError('mailbox_unreachable', { details: { host, port } })
}

/** A signed-in connection, nothing selected. Throws `MailServerError`; aborting the signal ends the attempt. */
export const openImap = async (
  settings: ImapSettings,
  signal?: AbortSignal,
  timeouts: ImapTimeouts = DEFAULT_TIMEOUTS,
): Promise<ImapFlow> => {
  let client: ImapFlow | null = null
  const giveUp = () => client?.close()
  signal?.addEventListener('abort', giveUp)
  try {
    // A hundred and thirty files: loaded for the first mailbox that is read, not for every start.
    const { ImapFlow: Client } = await import('imapflow')
    client = new Client({
      host: settings.host,
      port: settings.port,
      secure: settings.security === 'tls',
      ...(settings.security === 'starttls' ? { doSTARTTLS: true } : {}),
      auth:
        settings.accessToken === undefined
          ? { user: settings.user, pass: settings.password }
          : { user: settings.user, accessToken: settings.accessToken },
      tls: await tlsOptions(settings, 'imap'),
      clientInfo: { name: 'Cantoniere' },
      // The session decides when to listen; the library's own idling starts soon after the last command.
      autoIdleDelay: 300,
      maxIdleTime: 9 * 60_000,
      connectionTimeout: timeouts.connectMs,
      greetingTimeout: timeouts.connectMs,
      socketTimeout: timeouts.socketMs,
      // The largest mail that is ever fetched, with room for its framing; a lying server cannot fill the memory.
      maxLiteralSize: 64 * 1024 * 1024,
      maxResponseSize: 66 * 1024 * 1024,
      logger: false,
    })
    // An error event without a listener would end the process; what matters also rejects a call or closes.
    client.on('error', () => undefined)
    if (signal?.aborted === true) throw new MailServerError(appError('cancelled'))
    await client.connect()
    return client
  } catch (error) {
    client?.close()
    throw new MailServerError(await imapAppError(error, settings))
  } finally {
    signal?.removeEventListener('abort', giveUp)
  }
}

/** Opens the folder read-only, so that nothing the desk does can change a flag. Throws `MailServerError`. */
export const selectFolder = async (client: ImapFlow, settings: ImapSettings) => {
  try {
    return await client.mailboxOpen(settings.folder, { readOnly: true })
  } catch (error) {
    if (!client.usable) throw new MailServerError(await imapAppError(error, settings))
    throw new MailServerError(appError('mailbox_folder_missing', { details: { folder: settings.folder } }))
  }
}
