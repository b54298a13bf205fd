import type { InputOf, OutputOf } from '@shared/contract/define'
import type { mail } from '@shared/contract/mail'
import { type AppError, appError, refuse } from '@shared/kernel/app-error'
import { asInstant } from '@shared/kernel/instant'
import { type Result, err, ok } from '@shared/kernel/result'
import { inBackground } from '@main/platform/in-background'
import { randomToken } from '@main/platform/random'
import { readSetting } from '../settings/read-setting'
import type { MailParts } from './mail-ports'
import type { OAuthTokens } from './oauth-port'
import { mailboxById } from './mailbox-queries'
import { type Mailbox, secretKey } from './mailbox-rows'
import { OAUTH_ENDPOINTS, oauthProvider } from './oauth-providers'
import { signInPage } from './sign-in-page'

type Begun = OutputOf<(typeof mail)['beginAccess']>
type State = OutputOf<(typeof mail)['accessState']>

const BROWSER_S = 600

interface Running {
  readonly cancel: () => void
  state: State['state']
  error: AppError | null
}

/** Sign-ins at a mailbox's provider that people are busy with, on this desk. */
export class SignIns {
  readonly #running = new Map<string, Running>()

  constructor(private readonly parts: MailParts) {}

  async begin({ id, way }: InputOf<(typeof mail)['beginAccess']>): Promise<Result<Begun>> {
    const { oauth, clock, random } = this.parts
    const found = await this.parts.current.store.read(async (db) => ({
      mailbox: (await mailboxById(db, id)) ?? refuse('not_found'),
      settings: await readSetting(db, 'oauth'),
    }))
    if (!found.ok) return found
    const { mailbox, settings } = found.value
    if (mailbox.access === 'password') return err(appError('invalid_input', { field: 'access' }))
    const provider = oauthProvider(mailbox.access, settings, mailbox.address, oauth.endpoints ?? OAUTH_ENDPOINTS)
    if (provider === null) return err(appError('mailbox_client_missing'))
    const handle = randomToken(random, 12)
    if (way === 'browser') {
      const begun = await oauth.signInByBrowser(provider, signInPage)
      if (!begun.ok) return begun
      this.#follow(handle, mailbox, begun.value)
      return ok({ handle, url: begun.value.url, userCode: null, expiresAt: asInstant(clock.now() + BROWSER_S * 1000) })
    }
    if (provider.deviceEndpoint === null) return err(appError('invalid_input', { field: 'way' }))
    const begun = await oauth.signInByDevice(provider)
    if (!begun.ok) return begun
    this.#follow(handle, mailbox, begun.value)
    const { userCode, verificationUrl, expiresIn } = begun.value
    return ok({ handle, url: verificationUrl, userCode, expiresAt: asInstant(clock.now() + expiresIn * 1000) })
  }

  state(handle: string): Result<State> {
    const running = this.#running.get(handle)
    if (running === undefined) return err(appError('not_found'))
    return ok({ state: running.state, errorCode: running.error?.code ?? null })
  }

  cancel(handle: string): void {
    this.#running.get(handle)?.cancel()
    this.#running.delete(handle)
  }

  #follow(
    handle: string,
    mailbox: Mailbox,
    { tokens, cancel }: { readonly tokens: Promise<Result<OAuthTokens>>; readonly cancel: () => void },
  ): void {
    const running: Running = { cancel, state: 'waiting', error: null }
    this.#running.set(handle, running)
    const finish = async (): Promise<void> => {
      const kept = await this.#keep(mailbox, await tokens)
      running.state = kept.ok ? 'done' : 'failed'
      running.error = kept.ok ? null : kept.error
    }
    inBackground(this.parts.logger, 'mail.access', finish())
  }

  /** The refresh token goes where a password would: this desk's keychain, under the mailbox's own name. */
  async #keep(mailbox: Mailbox, found: Result<OAuthTokens>): Promise<Result<void>> {
    if (!found.ok) return found
    const { refreshToken } = found.value
    if (refreshToken === null) return err(appError('mailbox_consent_refused', { details: { reason: 'no_refresh' } }))
    const kept = await this.parts.secrets.set(secretKey(mailbox), refreshToken)
    if (!kept.ok) return kept
    this.parts.tokens.keep(mailbox, found.value)
    this.parts.secretChanged()
    // What waits because the old permission was over waits no longer.
    this.parts.checkNow()
    return ok(undefined)
  }
}
