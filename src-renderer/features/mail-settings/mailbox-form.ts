import { mailboxFields, type MailboxFields } from '@shared/contract/mail'
import type { Client } from '@shared/contract'

type Answer<F extends (...args: never[]) => Promise<unknown>> =
  Extract<Awaited<ReturnType<F>>, { ok: true }> extends {
    value: infer V
  }
    ? V
    : never

export type Mailbox = Answer<Client['mail']['mailboxes']>['mailboxes'][number]
export type Findings = Answer<Client['mail']['test']>
export type ServerKind = 'imap' | 'smtp'

/** Customary ports: a change of security moves the port along while nobody has typed another. */
export const PORTS: Readonly<Record<ServerKind, Readonly<Record<MailboxFields['imap']['security'], number>>>> = {
  imap: { tls: 993, starttls: 143 },
  smtp: { tls: 465, starttls: 587 },
}

/** Days that the first reading goes back; `ALL` is the whole folder. */
export const ALL = -1
export const FIRST_READINGS: readonly number[] = [0, 30, 365, ALL]

const FIRST_READING = 30
/** A beginning; what the office has not filled in stays away. */
const FIRST_SIGNATURE = '{operatore}\n{ufficio}\nComune di {comune}\n{telefono}'

export const emptyForm = (): MailboxFields => ({
  name: '',
  address: '',
  senderName: '',
  kind: 'ordinary',
  access: 'password',
  imap: { host: '', port: PORTS.imap.tls, security: 'tls', username: '', pinnedFingerprint: '' },
  smtp: { host: '', port: PORTS.smtp.starttls, security: 'starttls', username: '', pinnedFingerprint: '' },
  folder: 'INBOX',
  firstSyncDays: FIRST_READING,
  active: true,
  signature: FIRST_SIGNATURE,
  sizeLimit: 25,
  markSeen: false,
  moveTo: '',
})

export const fieldsOf = (mailbox: Mailbox): MailboxFields => {
  const { id: _id, hasSecret: _hasSecret, ...fields } = mailbox
  return copyOf(fields)
}

export const copyOf = (fields: MailboxFields): MailboxFields => ({
  ...fields,
  imap: { ...fields.imap },
  smtp: { ...fields.smtp },
})

/** Paths (`imap.host`) of what keeps a form from being saved. */
export const faultsOf = (form: MailboxFields): ReadonlySet<string> => {
  const parsed = mailboxFields.safeParse(form)
  const faults = new Set(parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.')))
  // A mail that is moved to where it is read from would come in for ever.
  if (form.moveTo.trim().toLowerCase() === form.folder.trim().toLowerCase()) faults.add('moveTo')
  return faults
}

/** The password belongs to servers and users: a mailbox that moves needs it typed again. */
export const needsPassword = (before: MailboxFields | null, after: MailboxFields): boolean =>
  after.access === 'password' &&
  (before === null ||
    before.access !== 'password' ||
    (['imap', 'smtp'] as const).some(
      (kind) =>
        before[kind].host !== after[kind].host ||
        before[kind].port !== after[kind].port ||
        before[kind].username !== after[kind].username,
    ))

/** Where the two providers keep their mail, so that nobody has to look it up. */
const PROVIDER_SERVERS: Readonly<Record<'microsoft' | 'google', Record<ServerKind, string>>> = {
  microsoft: { imap: 'outlook.office365.com', smtp: 'smtp.office365.com' },
  google: { imap: 'imap.gmail.com', smtp: 'smtp.gmail.com' },
}

/** The form with the provider's own servers in place of empty ones or another provider's. */
export const withAccess = (form: MailboxFields, access: MailboxFields['access']): MailboxFields => {
  if (access === 'password') return { ...form, access }
  const known = Object.values(PROVIDER_SERVERS).flatMap((servers) => Object.values(servers))
  const moved = (kind: ServerKind, security: 'tls' | 'starttls'): MailboxFields['imap'] =>
    form[kind].host !== '' && !known.includes(form[kind].host)
      ? form[kind]
      : {
          ...form[kind],
          host: PROVIDER_SERVERS[access][kind],
          security,
          port: PORTS[kind][security],
          pinnedFingerprint: '',
        }
  return { ...form, access, imap: moved('imap', 'tls'), smtp: moved('smtp', 'starttls') }
}
