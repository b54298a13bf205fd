import type { MailboxFields } from '@shared/contract/mail'
import type { SettingsValue } from '@shared/contract/settings'
import type { OAuthEndpoints, OAuthProvider } from './oauth-port'

export type OAuthKind = Exclude<MailboxFields['access'], 'password'>

/** Where Microsoft and Google take sign-ins; `{tenant}` is the office's own at Microsoft. */
export const OAUTH_ENDPOINTS: Readonly<Record<OAuthKind, OAuthEndpoints>> = {
  microsoft: {
    authorizationEndpoint: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize',
    tokenEndpoint: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token',
    deviceEndpoint: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/devicecode',
  },
  google: {
    authorizationEndpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenEndpoint: 'https://oauth2.googleapis.com/token',
    // Google's device codes do not cover mail.
    deviceEndpoint: null,
  },
}

const SCOPES: Readonly<Record<OAuthKind, string>> = {
  microsoft: 'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access',
  google: 'https://mail.google.com/',
}

/** The provider as the office registered with it; null while its client id is not in the settings. */
export const oauthProvider = (
  kind: OAuthKind,
  settings: SettingsValue<'oauth'>,
  address: string,
  endpoints: Readonly<Record<OAuthKind, OAuthEndpoints>>,
): OAuthProvider | null => {
  const clientId = kind === 'microsoft' ? settings.microsoftClientId : settings.googleClientId
  if (clientId === '') return null
  const tenant = encodeURIComponent(settings.microsoftTenant || 'common')
  const at = (url: string): string => url.replace('{tenant}', tenant)
  const { authorizationEndpoint, tokenEndpoint, deviceEndpoint } = endpoints[kind]
  return {
    authorizationEndpoint: at(authorizationEndpoint),
    tokenEndpoint: at(tokenEndpoint),
    deviceEndpoint: deviceEndpoint === null ? null : at(deviceEndpoint),
    clientId,
    clientSecret: kind === 'google' ? settings.googleClientSecret : '',
    scope: SCOPES[kind],
    extra:
      kind === 'google'
        ? // Without these two Google hands out no refresh token the second time.
          { access_type: 'offline', prompt: 'consent', login_hint: address }
        : { prompt: 'select_account', login_hint: address },
    loopbackHost: kind === 'google' ? '127.0.0.1' : 'localhost',
  }
}
