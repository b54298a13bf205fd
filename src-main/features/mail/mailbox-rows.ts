import type { Selectable } from 'kysely'
import type { MailboxFields } from '@shared/contract/mail'
import { serverFields } from '@shared/contract/mail'
import type { MailboxId } from '@shared/kernel/ids'
import type { Tables } from '@main/store/tables'
import type { FolderLogin, ServerLogin } from './mail-ports'

export type StoredMailbox = Selectable<Tables['mailboxes']>

export interface Mailbox extends MailboxFields {
  readonly id: MailboxId
}

export const toMailbox = (row: StoredMailbox): Mailbox => ({
  id: row.id as MailboxId,
  name: row.name,
  address: row.address,
  senderName: row.sender_name,
  kind: row.kind === 'pec' ? 'pec' : 'ordinary',
  imap: serverFields.parse(JSON.parse(row.imap)),
  smtp: serverFields.parse(JSON.parse(row.smtp)),
  folder: row.folder,
  firstSyncDays: row.first_sync_days,
  active: row.active === 1,
  signature: row.signature,
  sizeLimit: row.size_limit,
})

export const toMailboxRow = (fields: MailboxFields) => ({
  name: fields.name,
  address: fields.address,
  sender_name: fields.senderName,
  kind: fields.kind,
  imap: JSON.stringify(fields.imap),
  smtp: JSON.stringify(fields.smtp),
  folder: fields.folder,
  first_sync_days: fields.firstSyncDays,
  active: fields.active ? 1 : 0,
  signature: fields.signature,
  size_limit: fields.sizeLimit,
})

const login = (server: MailboxFields['imap'], password: string): ServerLogin => ({
  host: server.host,
  port: server.port,
  security: server.security,
  user: server.username,
  password,
  pinnedFingerprint: server.pinnedFingerprint === '' ? null : server.pinnedFingerprint,
})

export const imapLogin = (mailbox: Pick<MailboxFields, 'imap' | 'folder'>, password: string): FolderLogin => ({
  ...login(mailbox.imap, password),
  folder: mailbox.folder,
})

export const smtpLogin = (mailbox: Pick<MailboxFields, 'smtp'>, password: string): ServerLogin =>
  login(mailbox.smtp, password)

/**
 * The name under which this desk keeps a mailbox's password. It names both servers and users, so that a store that
 * points the same mailbox at another server cannot make the desk tell it the password.
 */
export const secretKey = ({ imap, smtp }: Pick<MailboxFields, 'imap' | 'smtp'>): string =>
  `mailbox:${imap.username}@${imap.host}:${imap.port}|${smtp.username}@${smtp.host}:${smtp.port}`
