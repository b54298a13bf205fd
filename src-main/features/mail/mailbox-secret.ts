import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import type { Secrets } from '@main/platform/secrets'
import type { AccessTokens } from './access-tokens'
import type { FolderLogin, MailSecret, ServerLogin } from './server-login'
import { type Mailbox, imapLogin, secretKey, smtpLogin } from './mailbox-rows'

interface SecretParts {
  readonly secrets: Secrets
  readonly tokens: AccessTokens
}

/** What this desk signs in with; `mailbox_secret_missing` where it holds nothing for that mailbox. */
export const secretOf = async ({ secrets, tokens }: SecretParts, mailbox: Mailbox): Promise<Result<MailSecret>> => {
  if (mailbox.access !== 'password') {
    const token = await tokens.of(mailbox)
    return token.ok ? ok({ accessToken: token.value }) : token
  }
  const password = await secrets.get(secretKey(mailbox))
  if (!password.ok) return password
  if (password.value === null || password.value === '') return err(appError('mailbox_secret_missing'))
  return ok({ password: password.value })
}

export const folderLogin = async (parts: SecretParts, mailbox: Mailbox): Promise<Result<FolderLogin>> => {
  const secret = await secretOf(parts, mailbox)
  return secret.ok ? ok(imapLogin(mailbox, secret.value)) : secret
}

export const sendingLogin = async (parts: SecretParts, mailbox: Mailbox): Promise<Result<ServerLogin>> => {
  const secret = await secretOf(parts, mailbox)
  return secret.ok ? ok(smtpLogin(mailbox, secret.value)) : secret
}
