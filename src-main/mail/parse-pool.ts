import type { ParsedMail } from '@shared/mail/parsed-mail'
import { LostJob, type LossReason, type WorkerPoolOptions, openWorkerPool, workerUrl } from '@main/platform/worker-pool'
import type { MailParser } from './mail-parser'
import type { UnreadMail } from './parse-mail'

export const parseWorkerUrl = (from: string = import.meta.url): URL => workerUrl('parse-worker', from)

/** What is said of a mail that cost its thread; nothing where the thread was not the mail's doing. */
const UNREAD: Readonly<Partial<Record<LossReason, UnreadMail>>> = {
  time: 'mail_over_limit',
  memory: 'mail_over_limit',
  died: 'mail_unparsable',
}

/**
 * Parses mail in worker threads. A mail that takes too long or too much memory costs its thread, which is replaced; it
 * comes back as `mail_over_limit` with what its headers tell. Rejects only when closed or when no thread can be started.
 */
export const openParsePool = (options: WorkerPoolOptions): MailParser => {
  const pool = openWorkerPool<Uint8Array, ParsedMail>(options)
  return {
    parse: (raw) =>
      pool.run(raw).catch(async (error: unknown) => {
        const what = error instanceof LostJob ? UNREAD[error.reason] : undefined
        if (what === undefined) throw error
        const { parseHeadOnly } = await import('./parse-mail')
        return parseHeadOnly(raw, what)
      }),
    close: () => pool.close(),
  }
}
