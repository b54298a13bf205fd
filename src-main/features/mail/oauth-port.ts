import type { Result } from '@shared/kernel/result'

export interface OAuthEndpoints {
  readonly authorizationEndpoint: string
  readonly tokenEndpoint: string
  readonly deviceEndpoint: string | null
}

export interface OAuthProvider extends OAuthEndpoints {
  readonly clientId: string
  readonly clientSecret: string
  readonly scope: string
  readonly extra: Readonly<Record<string, string>>
  readonly loopbackHost: 'localhost' | '127.0.0.1'
}

export interface OAuthTokens {
  readonly accessToken: string
  /** Seconds from now. */
  readonly expiresIn: number
  /** Null: the one that is known stays good. */
  readonly refreshToken: string | null
}

interface Awaited {
  readonly tokens: Promise<Result<OAuthTokens>>
  readonly cancel: () => void
}

/** Sign-ins at Microsoft and Google; its real form is src-main/mail/oauth.ts. */
export interface OAuthPort {
  /** `page`: what the browser shows when it comes back, as HTML. */
  readonly signInByBrowser: (
    provider: OAuthProvider,
    page: (outcome: 'done' | 'refused', acceptLanguage: string) => string,
  ) => Promise<Result<Awaited & { readonly url: string }>>
  readonly signInByDevice: (
    provider: OAuthProvider,
  ) => Promise<
    Result<Awaited & { readonly userCode: string; readonly verificationUrl: string; readonly expiresIn: number }>
  >
  readonly refresh: (provider: OAuthProvider, refreshToken: string) => Promise<Result<OAuthTokens>>
  /** Other addresses than the providers' own: a provider of a test. */
  readonly endpoints?: Readonly<Record<'microsoft' | 'google', OAuthEndpoints>>
}
