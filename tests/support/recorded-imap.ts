import type { ImapSettings } from '@main/mail/imap-client'
import { startImapSession, type ImapSession, type ImapSessionOptions, type ImapStatus } from '@main/mail/imap-session'
import type { FetchedMail } from '@main/mail/imap-sync'
import { asInstant } from '@shared/kernel/instant'
import type { MailServers } from './mail-servers'

export interface RecordedImap {
  readonly session: ImapSession
  /** Every mail that was acknowledged, in order, over all connections. */
  readonly mails: FetchedMail[]
  readonly statuses: ImapStatus[]
  readonly connected: () => boolean
  /** Subjects of what came in, from the raw heads. */
  readonly subjects: () => string[]
}

export const imapSettings = (servers: MailServers, over: Partial<ImapSettings> = {}): ImapSettings => ({
  host: servers.host,
  port: servers.imapsPort,
  security: 'tls',
  user: servers.accounts[0]?.address ?? '',
  password: servers.accounts[0]?.password ?? '',
  pinnedFingerprint: servers.fingerprint,
  folder: 'INBOX',
  ...over,
})

/** A session whose mails are kept in memory with the key that the store would keep: UIDVALIDITY and UID. */
export const recordImap = (settings: ImapSettings, options: ImapSessionOptions = {}): RecordedImap => {
  const mails: FetchedMail[] = []
  const statuses: ImapStatus[] = []
  const session = startImapSession(
    async () => settings,
    {
      knownUids: async (uidValidity, after) =>
        new Set(mails.filter((mail) => mail.uidValidity === uidValidity && mail.uid > after).map(({ uid }) => uid)),
      onMails: async (batch) => {
        mails.push(...batch)
      },
      onStatus: (status) => statuses.push(status),
      now: () => asInstant(Date.now()),
    },
    { retryMs: 50, maxRetryMs: 200, ...options },
  )
  return {
    session,
    mails,
    statuses,
    connected: () => statuses.at(-1)?.state === 'connected',
    subjects: () => mails.map(({ raw }) => /^Subject: (.*?)\r?$/m.exec(Buffer.from(raw).toString('latin1'))?.[1] ?? ''),
  }
}

export const plainMail = (subject: string, body = 'Buongiorno'): string =>
  [
    'From: Mario Rossi <mario@cittadini.example>',
    'To: desk@capannori.example',
    `Subject: ${subject}`,
    `Message-ID: <${subject.replace(/\W/g, '-')}@cittadini.example>`,
    'Date: Mon, 23 Nov 2026 09:00:00 +0100',
    '',
    body,
    '',
  ].join('\r\n')
