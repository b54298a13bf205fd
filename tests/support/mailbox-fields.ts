import type { MailboxFields } from '@shared/contract/mail'
import type { MailServers } from './mail-servers'

/** The desk's own mailbox on the test servers, as an administrator would type it in. */
export const mailboxFields = (servers: MailServers, over: Partial<MailboxFields> = {}): MailboxFields => {
  const address = servers.accounts[0]?.address ?? ''
  const server = { host: servers.host, username: address, pinnedFingerprint: servers.fingerprint }
  return {
    name: 'Cantoniere',
    address,
    senderName: 'Cantoniere di paese',
    kind: 'ordinary',
    access: 'password',
    imap: { ...server, port: servers.imapsPort, security: 'tls' },
    smtp: { ...server, port: servers.smtpPort, security: 'starttls' },
    folder: 'INBOX',
    firstSyncDays: null,
    active: true,
    signature: '',
    sizeLimit: 25,
    markSeen: false,
    moveTo: '',
    ...over,
  }
}

/** A mailbox of a server that no test asks: what comes in is handed over, what leaves is claimed by the test. */
export const quietMailbox = (address: string, over: Partial<MailboxFields> = {}): MailboxFields => {
  const server = { host: 'mail.example', port: 993, security: 'tls', username: address, pinnedFingerprint: '' } as const
  return {
    name: 'Segnalazioni',
    address,
    senderName: 'Cantoniere',
    kind: 'ordinary',
    access: 'password',
    imap: server,
    smtp: { ...server, port: 465 },
    folder: 'INBOX',
    firstSyncDays: 30,
    active: true,
    signature: '',
    sizeLimit: 25,
    markSeen: false,
    moveTo: '',
    ...over,
  }
}
