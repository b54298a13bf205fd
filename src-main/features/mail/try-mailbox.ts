import type { InputOf, OutputOf } from '@shared/contract/define'
import type { mail } from '@shared/contract/mail'
import { type AppError, appError } from '@shared/kernel/app-error'
import type { MailboxId } from '@shared/kernel/ids'
import { type Result, err, ok } from '@shared/kernel/result'
import type { MailParts } from './mail-ports'
import type { MailSecret } from './server-login'
import { imapLogin, smtpLogin } from './mailbox-rows'
import { secretOf } from './mailbox-secret'

type Found = OutputOf<(typeof mail)['test']>

const server = (error: AppError | null): Found['smtp'] => {
  const fingerprint = error?.details?.['fingerprint']
  return {
    ok: error === null,
    errorCode: error?.code ?? null,
    fingerprint: typeof fingerprint === 'string' ? fingerprint : null,
  }
}

/** *Prova collegamento*: both servers at once, with the typed password or what this desk holds. What fails is part of the answer. */
export const tryMailbox = async (parts: MailParts, input: InputOf<(typeof mail)['test']>): Promise<Result<Found>> => {
  const secret = await secretFor(parts, input)
  if (!secret.ok) {
    const missing = server(secret.error)
    return ok({ imap: { ...missing, folders: [], messages: 0, idle: false }, smtp: missing })
  }
  const [imap, smtp] = await Promise.all([
    parts.servers.testImap(imapLogin(input, secret.value)),
    parts.servers.testSmtp(smtpLogin(input, secret.value)),
  ])
  const { folders, messages, idle } = imap.ok ? imap.value : { folders: [], messages: 0, idle: false }
  return ok({
    imap: { ...server(imap.ok ? null : imap.error), folders: [...folders], messages, idle },
    smtp: server(smtp.ok ? null : smtp.error),
  })
}

const secretFor = async (
  parts: MailParts,
  { password, id, ...fields }: InputOf<(typeof mail)['test']>,
): Promise<Result<MailSecret>> => {
  if (fields.access === 'password' && password !== null && password !== '') return ok({ password })
  const secret = await secretOf(parts, { ...fields, id: id ?? (0 as MailboxId) })
  // Nobody types a password for an account of a provider.
  return !secret.ok && secret.error.code === 'mailbox_secret_missing' && fields.access !== 'password'
    ? err(appError('mailbox_unconnected'))
    : secret
}
