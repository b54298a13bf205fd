import type { InputOf, OutputOf } from '@shared/contract/define'
import type { mail } from '@shared/contract/mail'
import { type AppError, appError } from '@shared/kernel/app-error'
import { type Result, ok } from '@shared/kernel/result'
import type { MailParts } from './mail-ports'
import { imapLogin, secretKey, smtpLogin } from './mailbox-rows'

type Found = OutputOf<(typeof mail)['test']>

const server = (error: AppError | null): Found['smtp'] => {
  const fingerprint = error?.details?.['fingerprint']
  return {
    ok: error === null,
    errorCode: error?.code ?? null,
    fingerprint: typeof fingerprint === 'string' ? fingerprint : null,
  }
}

/** *Prova collegamento*: both servers at once, with the typed password or this desk's own. What fails is part of the answer. */
export const tryMailbox = async (parts: MailParts, input: InputOf<(typeof mail)['test']>): Promise<Result<Found>> => {
  const enrolled = input.password === null ? await parts.secrets.get(secretKey(input)) : ok(input.password)
  if (!enrolled.ok) return enrolled
  const password = enrolled.value
  if (password === null || password === '') {
    const missing = server(appError('mailbox_secret_missing'))
    return ok({ imap: { ...missing, folders: [], messages: 0, idle: false }, smtp: missing })
  }
  const [imap, smtp] = await Promise.all([
    parts.servers.testImap(imapLogin(input, password)),
    parts.servers.testSmtp(smtpLogin(input, password)),
  ])
  const { folders, messages, idle } = imap.ok ? imap.value : { folders: [], messages: 0, idle: false }
  return ok({
    imap: { ...server(imap.ok ? null : imap.error), folders: [...folders], messages, idle },
    smtp: server(smtp.ok ? null : smtp.error),
  })
}
