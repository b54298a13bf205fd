import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * A provider of sign-ins, written from the specifications: authorization code with PKCE (RFC 6749, 7636), refresh tokens
 * that turn at every use, device codes (RFC 8628), and the introspection (RFC 7662) by which a mail server asks about a
 * token. It is as strict as the specifications let it be.
 */
export interface OAuthProviderServer {
  readonly endpoints: {
    readonly authorizationEndpoint: string
    readonly tokenEndpoint: string
    readonly deviceEndpoint: string
  }
  readonly introspectionUrl: string
  /** The person at the sign-in page; a browser that follows `url` comes to the redirect by itself. */
  allow: boolean
  /** Who signs in. */
  user: string
  /** Lifetime of an access token in seconds. */
  lifetime: number
  /** How long a device code is good, in seconds. */
  deviceLifetime: number
  /** A person types the code at the page. */
  readonly approveDevice: (userCode: string) => void
  /** As an administrator does who withdraws what was given. */
  readonly revokeAll: () => void
  /** What the token endpoint was asked for, in order. */
  readonly grants: string[]
  readonly refused: string[]
  readonly stop: () => Promise<void>
}

interface Code {
  readonly challenge: string
  readonly redirect: string
  readonly client: string
}

const bodyOf = async (request: IncomingMessage): Promise<URLSearchParams> => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return new URLSearchParams(Buffer.concat(parts).toString())
}

export const startOAuthProvider = async (clientId: string): Promise<OAuthProviderServer> => {
  const codes = new Map<string, Code>()
  const refreshTokens = new Set<string>()
  const accessTokens = new Map<string, { user: string; until: number }>()
  const devices = new Map<string, { userCode: string; approved: boolean }>()
  const unique = (): string => randomBytes(18).toString('base64url')
  let base = ''

  const give = (): object => {
    const access = unique()
    const refresh = unique()
    accessTokens.set(access, { user: provider.user, until: Date.now() + provider.lifetime * 1000 })
    refreshTokens.add(refresh)
    return { access_token: access, token_type: 'Bearer', expires_in: provider.lifetime, refresh_token: refresh }
  }
  const token = (form: URLSearchParams): [number, object] => {
    const refuse = (error: string): [number, object] => {
      provider.refused.push(error)
      return [400, { error }]
    }
    const grant = form.get('grant_type') ?? ''
    provider.grants.push(grant)
    if (form.get('client_id') !== clientId) return [401, { error: 'invalid_client' }]
    if (grant === 'authorization_code') {
      const code = codes.get(form.get('code') ?? '')
      codes.delete(form.get('code') ?? '')
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      if (code?.challenge !== challenge || code.redirect !== form.get('redirect_uri')) return refuse('invalid_grant')
      return [200, give()]
    }
    if (grant === 'refresh_token') {
      // Each is good once: one that comes again was stolen or lost.
      if (!refreshTokens.delete(form.get('refresh_token') ?? '')) return refuse('invalid_grant')
      return [200, give()]
    }
    if (grant === 'urn:ietf:params:oauth:grant-type:device_code') {
      const device = devices.get(form.get('device_code') ?? '')
      if (!device) return refuse('expired_token')
      if (!device.approved) return refuse('authorization_pending')
      devices.delete(form.get('device_code') ?? '')
      return [200, give()]
    }
    return refuse('unsupported_grant_type')
  }
  const authorize = (query: URLSearchParams): string => {
    const redirect = new URL(query.get('redirect_uri') ?? '')
    const isSound =
      query.get('response_type') === 'code' &&
      query.get('client_id') === clientId &&
      query.get('code_challenge_method') === 'S256' &&
      (query.get('scope') ?? '') !== '' &&
      ['localhost', '127.0.0.1'].includes(redirect.hostname)
    redirect.searchParams.set('state', query.get('state') ?? '')
    if (!isSound) redirect.searchParams.set('error', 'invalid_request')
    else if (!provider.allow) redirect.searchParams.set('error', 'access_denied')
    else {
      const code = unique()
      codes.set(code, {
        challenge: query.get('code_challenge') ?? '',
        redirect: query.get('redirect_uri') ?? '',
        client: clientId,
      })
      redirect.searchParams.set('code', code)
    }
    return redirect.href
  }
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const url = new URL(request.url ?? '/', base)
      const json = (status: number, value: object): void => {
        response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
        response.end(JSON.stringify(value))
      }
      if (url.pathname === '/authorize') {
        response.writeHead(302, { location: authorize(url.searchParams) })
        response.end()
      } else if (url.pathname === '/token') {
        json(...token(await bodyOf(request)))
      } else if (url.pathname === '/device') {
        const deviceCode = unique()
        const userCode = randomBytes(4).toString('hex').toUpperCase()
        devices.set(deviceCode, { userCode, approved: false })
        json(200, {
          device_code: deviceCode,
          user_code: userCode,
          verification_uri: `${base}/type-it-here`,
          expires_in: provider.deviceLifetime,
          interval: 1,
        })
      } else if (url.pathname === '/introspect') {
        const bearer = (request.headers.authorization ?? '').replace(/^Bearer /i, '')
        const known = accessTokens.get(bearer)
        const active = known !== undefined && known.until > Date.now()
        json(active ? 200 : 401, active ? { active: true, email: known.user } : { active: false })
      } else {
        response.writeHead(404)
        response.end()
      }
    }
    void answer()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider: OAuthProviderServer = {
    endpoints: {
      authorizationEndpoint: `${base}/authorize`,
      tokenEndpoint: `${base}/token`,
      deviceEndpoint: `${base}/device`,
    },
    introspectionUrl: `${base}/introspect`,
    allow: true,
    user: '',
    lifetime: 3600,
    deviceLifetime: 600,
    approveDevice: (userCode) => {
      for (const device of devices.values()) if (device.userCode === userCode) device.approved = true
    },
    revokeAll: () => {
      refreshTokens.clear()
      accessTokens.clear()
    },
    grants: [],
    refused: [],
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return provider
}
