import type { MailboxFields } from '@shared/contract/mail'

type Translate = (key: string, values?: Record<string, unknown>) => string

const isServer = (field: string): field is 'imap' | 'smtp' => field === 'imap' || field === 'smtp'

/** How a person names a mailbox's field: the two servers are one field each. */
export const nameOfField = (t: Translate, field: string): string => {
  if (isServer(field)) return t(`mailSettings.servers.${field}`)
  return t(field === 'firstSyncDays' ? 'mailSettings.firstReading' : `mailSettings.${field}`)
}

const textOfServer = (t: Translate, server: MailboxFields['imap']): string =>
  [
    `${server.host}:${server.port}`,
    t(`mailSettings.securities.${server.security}`),
    server.username,
    server.pinnedFingerprint && `${t('mailSettings.pinned')} ${server.pinnedFingerprint}`,
  ]
    .filter(Boolean)
    .join('\n')

export const textOfField = (t: Translate, field: string, value: unknown): string => {
  if (isServer(field)) return textOfServer(t, value as MailboxFields['imap'])
  if (field === 'access') return t(`mailSettings.accesses.${String(value)}`)
  if (field === 'kind') return t(`mailSettings.kinds.${String(value)}`)
  if (field === 'firstSyncDays')
    return value === null ? t('mailSettings.firstReadings.-1') : t('mailSettings.daysBack', { count: Number(value) })
  if (field === 'moveTo' && value === '') return t('mailSettings.moveToNone')
  return typeof value === 'boolean' ? t(value ? 'shell.yes' : 'shell.no') : String(value)
}
