import type { Selectable } from 'kysely'
import type { MailboxFields } from '@shared/contract/mail'
import { serverFields } from '@shared/contract/mail'
import type { MailboxId } from '@shared/kernel/ids'
import type { Tables } from '@main/store/tables'
import type { FolderLogin, MailSecret, ServerLogin } from './server-login'

export type StoredMailbox = Selectable<Tables['mailboxes']>

export interface Mailbox extends MailboxFields {
  readonly id: MailboxId
}

const accessOf = (text: string): MailboxFields['access'] =>
  text === 'microsoft' || text === 'google' ? text : 'password'

export const toMailbox = (row: StoredMailbox): Mailbox => ({
  id: row.id as MailboxId,
  name: row.name,
  address: row.address,
  senderName: row.sender_name,
  kind: row.kind === 'pec' ? 'pec' : 'ordinary',
  access: accessOf(row.access),
  imap: serverFields.parse(JSON.parse(row.imap)),
  smtp: serverFields.parse(JSON.parse(row.smtp)),
  folder: row.folder,
  firstSyncDays: row.first_sync_days,
  active: row.active === 1,
  signature: row.signature,
  sizeLimit: row.size_limit,
  markSeen: row.mark_seen === 1,
  moveTo: row.move_to,
})

export const toMailboxRow = (fields: MailboxFields) => ({
  name: fields.name,
  address: fields.address,
  sender_name: fields.senderName,
  kind: fields.kind,
  access: fields.access,
  imap: JSON.stringify(fields.imap),
  smtp: JSON.stringify(fields.smtp),
  folder: fields.folder,
  first_sync_days: fields.firstSyncDays,
  active: fields.active ? 1 : 0,
  signature: fields.signature,
  size_limit: fields.sizeLimit,
  mark_seen: fields.markSeen ? 1 : 0,
  move_to: fields.moveTo,
})

const login = (server: MailboxFields['imap'], secret: MailSecret): ServerLogin => ({
  host: server.host,
  port: server.port,
  security: server.security,
  user: server.username,
  password: 'password' in secret ? secret.password : '',
  ...('accessToken' in secret ? { accessToken: secret.accessToken } : {}),
  pinnedFingerprint: server.pinnedFingerprint === '' ? null : server.pinnedFingerprint,
})

export const imapLogin = (mailbox: Pick<MailboxFields, 'imap' | 'folder'>, secret: MailSecret): FolderLogin => ({
  ...login(mailbox.imap, secret),
  folder: mailbox.folder,
})

export const smtpLogin = (mailbox: Pick<MailboxFields, 'smtp'>, secret: MailSecret): ServerLogin =>
  login(mailbox.smtp, secret)

/**
 * The name under which this desk keeps a mailbox's password. It names both servers and users, so that a store that
 * points the same mailbox at another server cannot make the desk tell it the password.
 */
export const secretKey = ({ imap, smtp, access }: Pick<MailboxFields, 'imap' | 'smtp' | 'access'>): string =>
  `mailbox:${imap.username}@${imap.host}:${imap.port}|${smtp.username}@${smtp.host}:${smtp.port}${access === 'password' ? '' : `|${access}`}`
