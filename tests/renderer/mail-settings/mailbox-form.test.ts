import { describe, expect, it } from 'vitest'
import type { MailboxId } from '@shared/kernel/ids'
import { emptyForm, faultsOf, fieldsOf, needsPassword, type Mailbox } from '@/features/mail-settings/mailbox-form'

const server = { host: 'imap.example.org', port: 993, security: 'tls' as const, username: 'urp', pinnedFingerprint: '' }
const mailbox: Mailbox = {
  id: 1 as MailboxId,
  hasSecret: true,
  name: 'URP',
  address: 'urp@example.org',
  senderName: '',
  kind: 'ordinary',
  imap: server,
  smtp: { ...server, host: 'smtp.example.org', port: 465 },
  folder: 'INBOX',
  firstSyncDays: null,
  access: 'password',
  signature: '',
  sizeLimit: 25,
  markSeen: false,
  moveTo: '',
  active: true,
}

describe('the form of a mailbox', () => {
  it('names every field that is missing, and none of a whole one', () => {
    expect([...faultsOf(emptyForm())].sort()).toEqual([
      'address',
      'imap.host',
      'imap.username',
      'name',
      'smtp.host',
      'smtp.username',
    ])
    expect(faultsOf(fieldsOf(mailbox)).size).toBe(0)
  })

  it('wants the password again when a server or a user changes, not when the name does', () => {
    const before = fieldsOf(mailbox)
    expect(needsPassword(null, before)).toBe(true)
    expect(needsPassword(before, { ...before, name: 'Altra' })).toBe(false)
    expect(needsPassword(before, { ...before, smtp: { ...before.smtp, host: 'altro.example.org' } })).toBe(true)
  })

  it('never changes the mailbox that it was filled from', () => {
    const form = fieldsOf(mailbox)
    form.imap.host = 'altro'
    expect(mailbox.imap.host).toBe('imap.example.org')
  })
})
