import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as oauth from 'oauth4webapi'
import { type AppError, type ErrorCode, appError } from '@shared/kernel/app-error'
import { err, ok, type Result } from '@shared/kernel/result'

/** Whom a mailbox's provider asks about sign-ins, and as what we present ourselves. */
export interface OAuthProvider {
  readonly authorizationEndpoint: string
  readonly tokenEndpoint: string
  /** Null: no device codes (Google gives none for mail). */
  readonly deviceEndpoint: string | null
  readonly clientId: string
  /** Google hands one out with every desktop client; it is no secret there, and still asked for. */
  readonly clientSecret: string
  readonly scope: string
  /** Added to the address that the browser opens. */
  readonly extra: Readonly<Record<string, string>>
  /** The name of this computer in the redirect: each provider lets any port pass for one of the two. */
  readonly loopbackHost: 'localhost' | '127.0.0.1'
}

export interface OAuthTokens {
  readonly accessToken: string
  /** Seconds from now. */
  readonly expiresIn: number
  /** Null: the one that is known stays good. */
  readonly refreshToken: string | null
}

/** A sign-in that a person is busy with in their browser. */
export interface BrowserSignIn {
  readonly url: string
  readonly tokens: Promise<Result<OAuthTokens>>
  readonly cancel: () => void
}

export interface DeviceSignIn {
  readonly userCode: string
  readonly verificationUrl: string
  readonly expiresIn: number
  readonly tokens: Promise<Result<OAuthTokens>>
  readonly cancel: () => void
}

/** Nobody takes longer at a sign-in page. */
const PATIENCE_MS = 10 * 60_000
const HTTP_MS = 30_000
const DEFAULT_LIFETIME_S = 3600

const serverOf = ({
  authorizationEndpoint,
  tokenEndpoint,
  deviceEndpoint,
}: OAuthProvider): oauth.AuthorizationServer => ({
  // Neither provider sends `iss` back in this flow; what binds the answer to the question is `state` and PKCE.
  issuer: new URL(tokenEndpoint).origin,
  authorization_endpoint: authorizationEndpoint,
  token_endpoint: tokenEndpoint,
  ...(deviceEndpoint === null ? {} : { device_authorization_endpoint: deviceEndpoint }),
})

const authOf = ({ clientSecret }: OAuthProvider): oauth.ClientAuth =>
  clientSecret === '' ? oauth.None() : oauth.ClientSecretPost(clientSecret)

/** A test's provider on this very computer speaks plain HTTP; nobody else's may. */
const optionsOf = ({ tokenEndpoint }: OAuthProvider) => {
  const { protocol, hostname } = new URL(tokenEndpoint)
  return {
    [oauth.allowInsecureRequests]: protocol === 'http:' && hostname === '127.0.0.1',
    signal: () => AbortSignal.timeout(HTTP_MS),
  }
}

/** What a provider says in words of the specifications; every other word is a refusal. */
const KNOWN_REFUSALS: Readonly<Record<string, ErrorCode>> = {
  invalid_grant: 'mailbox_consent_over',
  invalid_client: 'mailbox_client_refused',
  unauthorized_client: 'mailbox_client_refused',
  expired_token: 'mailbox_sign_in_late',
}

/** A library's error as one of ours: refused by the person or the provider, or not reached at all. */
const oauthAppError = (error: unknown, provider: OAuthProvider): AppError => {
  const details = { host: new URL(provider.tokenEndpoint).host }
  if (error instanceof oauth.ResponseBodyError || error instanceof oauth.AuthorizationResponseError) {
    const known = KNOWN_REFUSALS[error.error]
    if (known !== undefined) return appError(known, { details: { ...details, reason: error.error } })
  }
  if (error instanceof oauth.ResponseBodyError || error instanceof oauth.AuthorizationResponseError)
    return appError('mailbox_consent_refused', { details: { ...details, reason: error.error } })
  return appError('mailbox_unreachable', { details: { ...details, port: 443 } })
}

/** Of ID tokens we want nothing, and a provider that sends one has it ignored. */
const tokensOf = (found: oauth.TokenEndpointResponse): OAuthTokens => ({
  accessToken: found.access_token,
  expiresIn: found.expires_in ?? DEFAULT_LIFETIME_S,
  refreshToken: found.refresh_token ?? null,
})

const guarded = async (
  provider: OAuthProvider,
  ask: () => Promise<oauth.TokenEndpointResponse>,
): Promise<Result<OAuthTokens>> => {
  try {
    return ok(tokensOf(await ask()))
  } catch (error) {
    return err(oauthAppError(error, provider))
  }
}

const listening = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })

/**
 * Authorization code with PKCE over a loopback redirect (RFC 8252): a door on this computer stays open until the browser
 * comes back with the code, somebody gives up, or ten minutes are over. What comes with another state is not ours.
 */
export const signInByBrowser = async (
  provider: OAuthProvider,
  page: (outcome: 'done' | 'refused', acceptLanguage: string) => string,
): Promise<Result<BrowserSignIn>> => {
  const client: oauth.Client = { client_id: provider.clientId }
  const as = serverOf(provider)
  const state = oauth.generateRandomState()
  const verifier = oauth.generateRandomCodeVerifier()
  const challenge = await oauth.calculatePKCECodeChallenge(verifier)
  let settle: (back: URL | AppError) => void = () => undefined
  const back = new Promise<URL | AppError>((resolve) => (settle = resolve))
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', redirect)
    const isOurs = request.method === 'GET' && url.pathname === '/' && url.searchParams.get('state') === state
    response.writeHead(isOurs ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', connection: 'close' })
    const outcome = url.searchParams.has('code') ? 'done' : 'refused'
    response.end(isOurs ? page(outcome, request.headers['accept-language'] ?? '') : '')
    if (isOurs) settle(url)
  })
  let redirect = `http://${provider.loopbackHost}/`
  try {
    redirect = `http://${provider.loopbackHost}:${await listening(server)}/`
  } catch {
    return err(appError('port_in_use'))
  }
  const timer = setTimeout(() => settle(appError('mailbox_sign_in_late')), PATIENCE_MS)
  timer.unref()
  const url = new URL(provider.authorizationEndpoint)
  for (const [name, value] of Object.entries({
    client_id: provider.clientId,
    redirect_uri: redirect,
    response_type: 'code',
    scope: provider.scope,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    state,
    ...provider.extra,
  }))
    url.searchParams.set(name, value)

  const finish = async (): Promise<Result<OAuthTokens>> => {
    const came = await back
    clearTimeout(timer)
    server.close()
    if (!(came instanceof URL)) return err(came)
    return guarded(provider, async () => {
      const parameters = oauth.validateAuthResponse(as, client, came, state)
      const answer = await oauth.authorizationCodeGrantRequest(
        as,
        client,
        authOf(provider),
        parameters,
        redirect,
        verifier,
        optionsOf(provider),
      )
      return oauth.processAuthorizationCodeResponse(as, client, answer)
    })
  }
  return ok({ url: url.href, tokens: finish(), cancel: () => settle(appError('cancelled')) })
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })

/** Device code (RFC 8628): a few letters that a person types at the provider's page, on whatever computer. */
export const signInByDevice = async (provider: OAuthProvider): Promise<Result<DeviceSignIn>> => {
  const client: oauth.Client = { client_id: provider.clientId }
  const as = serverOf(provider)
  const stop = new AbortController()
  try {
    const asked = await oauth.deviceAuthorizationRequest(
      as,
      client,
      authOf(provider),
      { scope: provider.scope },
      optionsOf(provider),
    )
    const device = await oauth.processDeviceAuthorizationResponse(as, client, asked)
    const poll = async (): Promise<Result<OAuthTokens>> => {
      let interval = device.interval ?? 5
      const until = performance.now() + device.expires_in * 1000
      while (!stop.signal.aborted && performance.now() < until) {
        await pause(interval * 1000, stop.signal)
        if (stop.signal.aborted) break
        const answer = await guardedPoll(async () =>
          oauth.processDeviceCodeResponse(
            as,
            client,
            await oauth.deviceCodeGrantRequest(as, client, authOf(provider), device.device_code, optionsOf(provider)),
          ),
        )
        if (answer === 'pending') continue
        if (answer === 'slow_down') interval += 5
        else return answer
      }
      return err(appError(stop.signal.aborted ? 'cancelled' : 'mailbox_sign_in_late'))
    }
    const guardedPoll = async (
      ask: () => Promise<oauth.TokenEndpointResponse>,
    ): Promise<Result<OAuthTokens> | 'pending' | 'slow_down'> => {
      try {
        return ok(tokensOf(await ask()))
      } catch (error) {
        if (error instanceof oauth.ResponseBodyError && error.error === 'authorization_pending') return 'pending'
        if (error instanceof oauth.ResponseBodyError && error.error === 'slow_down') return 'slow_down'
        return err(oauthAppError(error, provider))
      }
    }
    return ok({
      userCode: device.user_code,
      verificationUrl: device.verification_uri,
      expiresIn: device.expires_in,
      tokens: poll(),
      cancel: () => stop.abort(),
    })
  } catch (error) {
    return err(oauthAppError(error, provider))
  }
}

/** A new access token for one that ran out. `mailbox_consent_over`: somebody must sign in again. */
export const refreshTokens = (provider: OAuthProvider, refreshToken: string): Promise<Result<OAuthTokens>> => {
  const client: oauth.Client = { client_id: provider.clientId }
  const as = serverOf(provider)
  return guarded(provider, async () =>
    oauth.processRefreshTokenResponse(
      as,
      client,
      await oauth.refreshTokenGrantRequest(as, client, authOf(provider), refreshToken, {
        ...optionsOf(provider),
        additionalParameters: { scope: provider.scope },
      }),
    ),
  )
}
