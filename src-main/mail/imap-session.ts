import { setTimeout as sleep } from 'node:timers/promises'
import type { ImapFlow } from 'imapflow'
import { appError, type AppError } from '@shared/kernel/app-error'
import { asInstant, MINUTE_MS, type Instant } from '@shared/kernel/instant'
import { imapAppError, openImap, selectFolder, type ImapSettings } from './imap-client'
import { syncFolder, type SyncPorts } from './imap-sync'
import { MAX_MAIL_BYTES } from './mail-limits'
import { retryDelay } from './retry-delay'
import { MailServerError } from './server-settings'

export type ImapStatus =
  | { readonly state: 'connecting' }
  /** New mail is noticed at once (`idle`) or at the next look (`poll`). */
  | { readonly state: 'connected'; readonly mode: 'idle' | 'poll'; readonly messages: number }
  | { readonly state: 'syncing'; readonly done: number; readonly total: number }
  | { readonly state: 'waiting'; readonly retryAt: Instant; readonly error: AppError }
  | { readonly state: 'stopped' }

export interface ImapSessionPorts extends Omit<SyncPorts, 'onProgress'> {
  readonly onStatus: (status: ImapStatus) => void
  readonly now: () => Instant
}

export interface ImapSessionOptions {
  /** Null: every mail in the folder. */
  readonly since?: Instant | null
  readonly maxMailBytes?: number
  /** How often the server is asked although it should have told: proves that the connection lives. */
  readonly pollMs?: number
  /** The same where the server has no IDLE. */
  readonly pollWithoutIdleMs?: number
  /** How long the server may take to answer that question. */
  readonly answerMs?: number
  /** First wait after a failure; doubles up to `maxRetryMs`. */
  readonly retryMs?: number
  readonly maxRetryMs?: number
  /** Wait after a refusal that only a person can cure, such as a wrong password: asking often would lock the account. */
  readonly refusedRetryMs?: number
}

export interface ImapSession {
  /** Tries again now if it waits after a failure, asks the server now if it listens. */
  readonly checkNow: () => void
  /** Resolves when the connection is closed and no callback will be called any more. */
  readonly stop: () => Promise<void>
}

const REFUSALS = new Set([
  'mailbox_auth_failed',
  'mailbox_account_refused',
  'mailbox_tls_untrusted',
  'mailbox_folder_missing',
  'mailbox_secret_missing',
])

/** How long a fetch that is under way may go on after a stop. */
const STOP_GRACE_MS = 3_000

const pause = async (milliseconds: number, ...signals: readonly AbortSignal[]): Promise<void> => {
  await sleep(milliseconds, undefined, { signal: AbortSignal.any([...signals]) }).catch(() => undefined)
}

const within = async <T>(milliseconds: number, work: Promise<T>): Promise<T> => {
  const clock = new AbortController()
  const late = sleep(milliseconds, undefined, { signal: clock.signal }).then(() => {
    throw new MailServerError(appError('mailbox_dropped'))
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clock.abort()
    late.catch(() => undefined)
  }
}

/**
 * Keeps one folder of one mailbox read: connects, brings in what is new, listens, and starts over with growing pauses
 * when anything fails. It never changes a flag and never deletes. Settings are asked for at each connection, so that a
 * changed password is used at the next try.
 */
export const startImapSession = (
  settings: () => Promise<ImapSettings>,
  ports: ImapSessionPorts,
  options: ImapSessionOptions = {},
): ImapSession => {
  const { pollMs = 2 * MINUTE_MS, pollWithoutIdleMs = MINUTE_MS, answerMs = 30_000 } = options
  const { retryMs = 2_000, maxRetryMs = 5 * MINUTE_MS, refusedRetryMs = 5 * MINUTE_MS } = options
  const suspects = new Map<number, number>()
  const stop = new AbortController()
  let failures = 0
  /** Aborted to end the pause after a failure. */
  let retry = new AbortController()
  /** Ends the pause of a connection that listens. */
  let nudge: () => void = () => undefined

  const listen = async (client: ImapFlow): Promise<void> => {
    const mode = client.capabilities.has('IDLE') ? 'idle' : 'poll'
    let news = false
    let gone = false
    let wake = new AbortController()
    client.on('exists', () => {
      news = true
      wake.abort()
    })
    client.on('close', () => {
      gone = true
      wake.abort()
    })
    /** Somebody asks where the mails are: all of them are gone through, not only those above the last one. */
    let isAsked = false
    nudge = () => {
      isAsked = true
      wake.abort()
    }
    const sayConnected = (): void => {
      const messages = client.mailbox === false ? 0 : client.mailbox.exists
      if (!stop.signal.aborted) ports.onStatus({ state: 'connected', mode, messages })
    }
    let seen = 0
    const sync = async (): Promise<void> => {
      news = false
      seen = await syncFolder(
        client,
        seen,
        { ...ports, onProgress: (progress) => ports.onStatus({ state: 'syncing', ...progress }) },
        {
          since: options.since ?? null,
          maxMailBytes: options.maxMailBytes ?? MAX_MAIL_BYTES,
          stopping: () => stop.signal.aborted,
          suspects,
        },
      )
      failures = 0
      sayConnected()
    }
    await sync()
    while (!stop.signal.aborted) {
      if (!news && !gone && !isAsked)
        await pause(mode === 'idle' ? pollMs : pollWithoutIdleMs, wake.signal, stop.signal)
      wake = new AbortController()
      if (stop.signal.aborted) return
      if (gone || !client.usable) throw new MailServerError(appError('mailbox_dropped'))
      if (!news) {
        await within(answerMs, client.noop())
        sayConnected()
      }
      if (isAsked) seen = 0
      if (news || isAsked) {
        isAsked = false
        await sync()
      }
    }
  }

  const connection = async (): Promise<void> => {
    ports.onStatus({ state: 'connecting' })
    const current = await settings()
    let client: ImapFlow | null = null
    const cut = () => setTimeout(() => client?.close(), STOP_GRACE_MS).unref()
    stop.signal.addEventListener('abort', cut)
    try {
      client = await openImap(current, stop.signal)
      await selectFolder(client, current)
      await listen(client)
    } catch (error) {
      if (error instanceof MailServerError) throw error
      // Once connected, a network error means that the connection was lost.
      const translated = await imapAppError(error, current)
      throw new MailServerError(translated.code === 'mailbox_unreachable' ? appError('mailbox_dropped') : translated)
    } finally {
      stop.signal.removeEventListener('abort', cut)
      if (client?.usable) await within(2_000, client.logout()).catch(() => undefined)
      client?.close()
    }
  }

  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        await connection()
      } catch (failure) {
        if (stop.signal.aborted) break
        failures += 1
        const error = failure instanceof MailServerError ? failure.error : appError('internal')
        const wait = REFUSALS.has(error.code) ? refusedRetryMs : retryDelay(failures, retryMs, maxRetryMs)
        ports.onStatus({ state: 'waiting', retryAt: asInstant(ports.now() + Math.round(wait)), error })
        await pause(wait, retry.signal, stop.signal)
        retry = new AbortController()
      }
    }
    ports.onStatus({ state: 'stopped' })
  }

  const ended = run()
  return {
    checkNow: () => {
      retry.abort()
      nudge()
    },
    stop: async () => {
      stop.abort()
      await ended
    },
  }
}
