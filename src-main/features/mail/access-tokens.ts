import { type AppError, appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import { oneAtATime } from '@main/platform/one-at-a-time'
import type { Secrets } from '@main/platform/secrets'
import type { FeatureParts } from '../feature-parts'
import { readSetting } from '../settings/read-setting'
import type { OAuthPort, OAuthTokens } from './oauth-port'
import { type Mailbox, secretKey } from './mailbox-rows'
import { OAUTH_ENDPOINTS, oauthProvider } from './oauth-providers'

/** A token that ends so soon may end on its way. */
const MARGIN_MS = 2 * 60_000

/** A provider that refused is left alone for so long: what is due is asked for every second. */
const REFUSED_MS = 20_000

interface Held {
  readonly accessToken: string
  readonly until: number
}

/**
 * Access tokens of mailboxes that sign in without a password: made from the refresh token in this desk's keychain, kept
 * in memory for the hour they live, never written anywhere.
 */
export class AccessTokens {
  readonly #held = new Map<string, Held>()
  readonly #refused = new Map<string, { readonly token: string; readonly until: number; readonly error: AppError }>()
  readonly #inTurn = oneAtATime()

  constructor(private readonly parts: FeatureParts & { readonly secrets: Secrets; readonly oauth: OAuthPort }) {}

  /** A token that is good now. `mailbox_secret_missing`, `mailbox_consent_over`, or what keeps the provider away. */
  of(mailbox: Mailbox): Promise<Result<string>> {
    // Two connections that start at once must not spend one refresh token twice: some providers take it for a theft.
    return this.#inTurn(() => this.#get(mailbox))
  }

  /** A sign-in just gave one. */
  keep(mailbox: Mailbox, tokens: OAuthTokens): void {
    this.#held.set(secretKey(mailbox), {
      accessToken: tokens.accessToken,
      until: this.parts.clock.monotonic() + tokens.expiresIn * 1000,
    })
  }

  /** The server does not take it: the next one is asked for, which tells whether the permission still stands. */
  forget(mailbox: Mailbox): void {
    this.#held.delete(secretKey(mailbox))
  }

  async #get(mailbox: Mailbox): Promise<Result<string>> {
    const key = secretKey(mailbox)
    const refreshToken = await this.parts.secrets.get(key)
    if (!refreshToken.ok) return refreshToken
    if (refreshToken.value === null || refreshToken.value === '') return err(appError('mailbox_secret_missing'))
    const held = this.#held.get(key)
    if (held && held.until - MARGIN_MS > this.parts.clock.monotonic()) return ok(held.accessToken)
    const refused = this.#refused.get(key)
    if (refused?.token === refreshToken.value && refused.until > this.parts.clock.monotonic()) return err(refused.error)
    if (mailbox.access === 'password') return err(appError('mailbox_secret_missing'))
    const settings = await this.parts.current.store.read((db) => readSetting(db, 'oauth'))
    if (!settings.ok) return settings
    const endpoints = this.parts.oauth.endpoints ?? OAUTH_ENDPOINTS
    const provider = oauthProvider(mailbox.access, settings.value, mailbox.address, endpoints)
    if (provider === null) return err(appError('mailbox_client_missing'))
    const tokens = await this.parts.oauth.refresh(provider, refreshToken.value)
    if (!tokens.ok) {
      const until = this.parts.clock.monotonic() + REFUSED_MS
      this.#refused.set(key, { token: refreshToken.value, until, error: tokens.error })
      return tokens
    }
    // The old one may be void from now on: the new one is safe before anything is done with it.
    if (tokens.value.refreshToken !== null && tokens.value.refreshToken !== refreshToken.value) {
      const kept = await this.parts.secrets.set(key, tokens.value.refreshToken)
      if (!kept.ok) return kept
    }
    this.keep(mailbox, tokens.value)
    return ok(tokens.value.accessToken)
  }
}
