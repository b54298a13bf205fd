import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MailboxId } from '@shared/kernel/ids'
import { signInPage } from '@main/features/mail/sign-in-page'
import { secretKey } from '@main/features/mail/mailbox-rows'
import { writeSetting } from '@main/features/settings/read-setting'
import { refreshTokens, signInByBrowser, signInByDevice, type OAuthProvider } from '@main/mail/oauth'
import { eventually } from '../../support/eventually'
import { mailDesk, type MailDesk } from '../../support/mail-desk'
import { mailServersMissing, startMailServers, type MailServers } from '../../support/mail-servers'
import { mailboxFields } from '../../support/mailbox-fields'
import { startOAuthProvider, type OAuthProviderServer } from '../../support/oauth-provider'
import { plainMail } from '../../support/recorded-imap'

const CLIENT = 'cantoniere-di-prova'
const DESK = 'desk@capannori.example'
const MARIO = 'mario@cittadini.example'

let provider: OAuthProviderServer
beforeEach(async () => {
  provider = await startOAuthProvider(CLIENT)
  provider.user = DESK
})
afterEach(() => provider.stop())

const asked = (over: Partial<OAuthProvider> = {}): OAuthProvider => ({
  ...provider.endpoints,
  clientId: CLIENT,
  clientSecret: '',
  scope: 'mail offline_access',
  extra: { prompt: 'consent' },
  loopbackHost: '127.0.0.1',
  ...over,
})
const value = <T>(answer: { ok: true; value: T } | { ok: false; error: { code: string } }): T => {
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.value
}

describe('a sign-in in the browser', () => {
  it('comes back by the loopback port with tokens, and the door is shut behind it', async () => {
    const signIn = value(await signInByBrowser(asked(), signInPage))
    const page = await fetch(signIn.url)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('Accesso riuscito')
    const tokens = value(await signIn.tokens)
    expect(tokens).toMatchObject({ expiresIn: 3600, accessToken: expect.any(String), refreshToken: expect.any(String) })
    const back = new URL(page.url)
    await expect(fetch(`http://127.0.0.1:${back.port}/`)).rejects.toThrow('fetch failed')
  })

  it('listens to no one who does not know its state', async () => {
    const signIn = value(await signInByBrowser(asked(), signInPage))
    const redirect = new URL(signIn.url).searchParams.get('redirect_uri') ?? ''
    expect((await fetch(`${redirect}?code=stolen&state=guessed`)).status).toBe(404)
    // It still waits for the real one.
    await fetch(signIn.url)
    expect((await signIn.tokens).ok).toBe(true)
  })

  it('says that the person refused, or gave up', async () => {
    provider.allow = false
    const refused = value(await signInByBrowser(asked(), signInPage))
    const page = await fetch(refused.url, { headers: { 'accept-language': 'en-GB,en;q=0.8' } })
    expect(await page.text()).toContain('Account not connected')
    expect(await refused.tokens).toMatchObject({
      ok: false,
      error: { code: 'mailbox_consent_refused', details: { reason: 'access_denied' } },
    })
    const left = value(await signInByBrowser(asked(), signInPage))
    left.cancel()
    expect(await left.tokens).toMatchObject({ ok: false, error: { code: 'cancelled' } })
  })

  it('speaks to nobody without TLS but a provider on this computer', async () => {
    const signIn = value(await signInByBrowser(asked({ tokenEndpoint: 'http://anagrafe.example/token' }), signInPage))
    await fetch(signIn.url)
    expect(await signIn.tokens).toMatchObject({ ok: false, error: { code: 'mailbox_unreachable' } })
    expect(provider.grants).toEqual([])
  })
})

describe('a sign-in with a code', () => {
  it('waits until somebody typed it, at the pace that the provider asks for', async () => {
    const signIn = value(await signInByDevice(asked()))
    expect(signIn.verificationUrl).toContain('/type-it-here')
    await eventually('the first question', () => Promise.resolve(provider.refused.includes('authorization_pending')))
    provider.approveDevice(signIn.userCode)
    expect(value(await signIn.tokens).refreshToken).not.toBeNull()
  })

  it('says that nobody typed it in time, and that the provider does not know the program', async () => {
    provider.deviceLifetime = 1
    const late = value(await signInByDevice(asked()))
    expect(await late.tokens).toMatchObject({ ok: false, error: { code: 'mailbox_sign_in_late' } })
    const stranger = value(await signInByDevice(asked({ clientId: 'un-altro-programma' })))
    expect(await stranger.tokens).toMatchObject({ ok: false, error: { code: 'mailbox_client_refused' } })
  })
})

describe('a refresh token', () => {
  it('is good once, and the one that is over says so', async () => {
    const signIn = value(await signInByBrowser(asked(), signInPage))
    await fetch(signIn.url)
    const { refreshToken } = value(await signIn.tokens)
    const next = value(await refreshTokens(asked(), refreshToken ?? ''))
    expect(next.refreshToken).not.toBe(refreshToken)
    expect(await refreshTokens(asked(), refreshToken ?? '')).toMatchObject({
      ok: false,
      error: { code: 'mailbox_consent_over' },
    })
  })
})

const missing = mailServersMissing()

describe.skipIf(missing !== null)(`a mailbox without a password${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let servers: MailServers
  let other: OAuthProviderServer
  let desk: MailDesk
  let mailboxId: MailboxId
  beforeAll(async () => {
    other = await startOAuthProvider(CLIENT)
    servers = await startMailServers(
      [
        { address: DESK, password: 'mai-usata' },
        { address: MARIO, password: 'di-mario' },
      ],
      { introspectionUrl: other.introspectionUrl },
    )
  })
  afterAll(async () => {
    await servers?.stop()
    await other?.stop()
  })
  beforeEach(async () => {
    other.user = DESK
    other.grants.length = 0
    await Promise.all([servers.removeAll(DESK), servers.removeAll(MARIO)])
    desk = await mailDesk({ endpoints: { microsoft: other.endpoints, google: other.endpoints } })
    value(
      await desk.parts.current.store.write((db) =>
        writeSetting(
          db,
          'oauth',
          { microsoftClientId: CLIENT, microsoftTenant: '', googleClientId: '', googleClientSecret: '' },
          { userId: null, at: 0 },
        ),
      ),
    )
    const fields = mailboxFields(servers, { access: 'microsoft' })
    mailboxId = value(await desk.client.mail.createMailbox({ ...fields, password: '' })).id
  })
  afterEach(() => desk.close())

  const connect = async (): Promise<void> => {
    const begun = value(await desk.client.mail.beginAccess({ id: mailboxId, way: 'browser' }))
    await fetch(begun.url)
    await eventually('the sign-in', async () => {
      const state = value(await desk.client.mail.accessState({ handle: begun.handle }))
      return state.state === 'done'
    })
  }
  const tickets = async () => value(await desk.client.tickets.list({ filter: { view: 'all' } })).rows

  it('is read and sent from with the provider’s tokens, renewed when they run out', async () => {
    expect(value(await desk.client.mail.mailboxes({})).mailboxes[0]?.hasSecret).toBe(false)
    const fields = mailboxFields(servers, { access: 'microsoft' })
    const early = value(await desk.client.mail.test({ ...fields, id: mailboxId, password: null }))
    expect(early.imap.errorCode).toBe('mailbox_unconnected')
    await connect()
    expect(value(await desk.client.mail.mailboxes({})).mailboxes[0]?.hasSecret).toBe(true)
    const found = value(await desk.client.mail.test({ ...fields, id: mailboxId, password: null }))
    expect([found.imap.ok, found.smtp.ok]).toEqual([true, true])
    await servers.deliver(DESK, plainMail('Buca in via Romana'))
    await desk.jobs.start()
    await eventually('the ticket', async () => (await tickets()).length === 1)
    await eventually('the thanks', async () => (await servers.messages(MARIO)).length === 1)
    expect(other.grants).toEqual(['authorization_code'])
    // An hour later the token is over; what is sent next goes with a new one.
    const before = value(await desk.parts.secrets.get(secretKey(fields)))
    desk.clock.skip(2 * 3_600_000)
    await servers.deliver(DESK, plainMail('Lampione'))
    await eventually('the second thanks', async () => (await servers.messages(MARIO)).length === 2)
    expect(other.grants).toContain('refresh_token')
    expect(value(await desk.parts.secrets.get(secretKey(fields)))).not.toBe(before)
  })

  it('says that it must be connected again once the permission was withdrawn', async () => {
    await connect()
    other.revokeAll()
    desk.clock.skip(2 * 3_600_000)
    await desk.jobs.start()
    await eventually('the word', () => Promise.resolve(desk.jobs.health()[0]?.errorCode === 'mailbox_consent_over'))
  })

  it('notices within its hour that a token was withdrawn, and goes on at once when the account is connected again', async () => {
    await connect()
    await desk.jobs.start()
    await eventually('the line', () => Promise.resolve(desk.jobs.health()[0]?.state === 'idle'))
    other.revokeAll()
    await servers.kick(DESK)
    await eventually('the word', () => Promise.resolve(desk.jobs.health()[0]?.errorCode === 'mailbox_consent_over'))
    await connect()
    await eventually('the line again', () => Promise.resolve(desk.jobs.health()[0]?.state === 'idle'))
  })

  it('asks for the client id first, and gives device codes only where the provider does', async () => {
    const google = value(
      await desk.client.mail.createMailbox({ ...mailboxFields(servers, { access: 'google' }), password: '' }),
    ).id
    expect(await desk.client.mail.beginAccess({ id: google, way: 'browser' })).toMatchObject({
      ok: false,
      error: { code: 'mailbox_client_missing' },
    })
  })
})
