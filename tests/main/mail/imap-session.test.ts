import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testMailbox } from '@main/mail/test-mailbox'
import { eventually } from '../../support/eventually'
import { mailServersMissing, startMailServers, type MailServers } from '../../support/mail-servers'
import { imapSettings, plainMail, recordImap, type RecordedImap } from '../../support/recorded-imap'
import { startUnsteadyProxy, type UnsteadyProxy } from '../../support/unsteady-proxy'

const missing = mailServersMissing()
const DESK = 'desk@capannori.example'

describe.skipIf(missing !== null)(`a mailbox on a real IMAP server${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let servers: MailServers
  let proxy: UnsteadyProxy
  const running: RecordedImap[] = []
  const watch = (...args: Parameters<typeof recordImap>): RecordedImap => {
    const recorded = recordImap(...args)
    running.push(recorded)
    return recorded
  }

  beforeAll(async () => {
    servers = await startMailServers([{ address: DESK, password: 'chiave-di-prova' }])
    proxy = await startUnsteadyProxy(servers.imapsPort)
  })
  afterAll(async () => {
    await proxy?.stop()
    await servers?.stop()
  })
  beforeEach(async () => {
    await servers.removeAll(DESK)
    proxy.cutAfter = null
    proxy.frozen = false
  })
  afterEach(async () => {
    await Promise.all(running.splice(0).map(({ session }) => session.stop()))
  })

  it('brings in what lies there, then notices new mail while it listens', async () => {
    await servers.deliver(DESK, plainMail('Buca in via Romana'))
    await servers.deliver(DESK, plainMail('Lampione spento'))
    const desk = watch(imapSettings(servers))
    await eventually('the two mails', () => desk.connected() && desk.mails.length === 2)
    expect(desk.statuses.at(-1)).toMatchObject({ state: 'connected', mode: 'idle', messages: 2 })

    await servers.deliver(DESK, plainMail('Ramo caduto'))
    await eventually('the new mail', () => desk.mails.length === 3)
    expect(desk.subjects()).toEqual(['Buca in via Romana', 'Lampione spento', 'Ramo caduto'])
    expect(desk.mails.every(({ problem, size, raw }) => problem === null && size === raw.byteLength)).toBe(true)
  })

  it('leaves every mail unread for the colleagues who still use another program', async () => {
    await servers.deliver(DESK, plainMail('Non toccare'))
    const desk = watch(imapSettings(servers))
    await eventually('the mail', () => desk.mails.length === 1)
    await desk.session.stop()
    const flags = await servers.flags(DESK)
    expect(flags).toHaveLength(1)
    expect(flags.join(' ')).not.toMatch(/Seen|Deleted|Answered|Flagged/)
  })

  it('goes on when a colleague deletes what it has read, and when the server throws everybody out', async () => {
    await servers.deliver(DESK, plainMail('Buca'))
    await servers.deliver(DESK, plainMail('Fosso'))
    const desk = watch(imapSettings(servers))
    await eventually('the two mails', () => desk.connected() && desk.mails.length === 2)
    await servers.removeAll(DESK)
    await servers.deliver(DESK, plainMail('Ramo'))
    await eventually('the mail after the deletion', () => desk.mails.length === 3)
    await eventually('the connection to rest', () => desk.connected())
    const before = desk.statuses.length
    await servers.kick(DESK)
    await eventually('the lost connection', () => desk.statuses.length > before)
    await servers.deliver(DESK, plainMail('Tombino'))
    await eventually('the mail after the interruption', () => desk.mails.length === 4 && desk.connected())
    expect(desk.subjects()).toEqual(['Buca', 'Fosso', 'Ramo', 'Tombino'])
  })

  it('goes through everything when somebody asks: what is missed comes in although newer mail is known', async () => {
    await servers.deliver(DESK, plainMail('Persa'))
    await servers.deliver(DESK, plainMail('Nota'))
    const desk = watch(imapSettings(servers))
    await eventually('the two mails', () => desk.connected() && desk.mails.length === 2)
    desk.mails.shift()
    desk.session.checkNow()
    await eventually('the one that was missed', () => desk.mails.length === 2)
    expect(desk.subjects()).toEqual(['Nota', 'Persa'])
  })

  it('works over STARTTLS as well', async () => {
    await servers.deliver(DESK, plainMail('Per STARTTLS'))
    const desk = watch(imapSettings(servers, { port: servers.imapPort, security: 'starttls' }))
    await eventually('the mail', () => desk.mails.length === 1)
  })

  it('says that the password is wrong and does not hammer the server', async () => {
    const desk = watch(imapSettings(servers, { password: 'sbagliata' }), { refusedRetryMs: 60_000 })
    await eventually('the refusal', () => desk.statuses.at(-1)?.state === 'waiting')
    expect(desk.statuses.at(-1)).toMatchObject({ state: 'waiting', error: { code: 'mailbox_auth_failed' } })
    expect(desk.statuses.filter(({ state }) => state === 'connecting')).toHaveLength(1)
  })

  it('says which folder is missing', async () => {
    const desk = watch(imapSettings(servers, { folder: 'Segnalazioni' }))
    await eventually('the refusal', () => desk.statuses.at(-1)?.state === 'waiting')
    expect(desk.statuses.at(-1)).toMatchObject({
      error: { code: 'mailbox_folder_missing', details: { folder: 'Segnalazioni' } },
    })
  })

  it('refuses a certificate that nobody vouches for, and shows its fingerprint', async () => {
    for (const security of ['tls', 'starttls'] as const) {
      const port = security === 'tls' ? servers.imapsPort : servers.imapPort
      const result = await testMailbox(imapSettings(servers, { pinnedFingerprint: null, port, security }))
      expect(result).toMatchObject({
        ok: false,
        error: { code: 'mailbox_tls_untrusted', details: { fingerprint: servers.fingerprint } },
      })
    }
  })

  it('refuses a certificate other than the pinned one', async () => {
    const other = servers.fingerprint.replace(/^../, (first) => (first === '00' ? '01' : '00'))
    const result = await testMailbox(imapSettings(servers, { pinnedFingerprint: other }))
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'mailbox_tls_untrusted', details: { reason: 'PIN_MISMATCH' } },
    })
  })

  it('says that nobody answers', async () => {
    const result = await testMailbox(imapSettings(servers, { port: 1, pinnedFingerprint: null }))
    expect(result).toMatchObject({ ok: false, error: { code: 'mailbox_unreachable' } })
  })

  it('tells what a connection test found', async () => {
    await servers.deliver(DESK, plainMail('Una'))
    const result = await testMailbox(imapSettings(servers))
    expect(result).toMatchObject({ ok: true, value: { messages: 1, idle: true } })
    expect(result.ok && result.value.folders).toEqual(expect.arrayContaining(['INBOX', 'Sent']))
  })

  it('loses nothing and doubles nothing when the line is cut in the middle of a fetch', async () => {
    for (let n = 1; n <= 60; n += 1)
      await servers.deliver(DESK, plainMail(`Segnalazione ${n}`, 'riga\r\n'.repeat(3_000)))
    proxy.cutAfter = 700_000
    const desk = watch(imapSettings(servers, { port: proxy.port }))
    await eventually('a cut', () => proxy.accepted() > 3)
    proxy.cutAfter = null
    await eventually('all mails', () => desk.mails.length >= 60 && desk.connected())
    expect(desk.subjects()).toEqual(Array.from({ length: 60 }, (_, n) => `Segnalazione ${n + 1}`))
    expect(desk.mails.every(({ problem, raw, size }) => problem === null && raw.byteLength === size)).toBe(true)
    expect(desk.statuses).toContainEqual(
      expect.objectContaining({
        state: 'waiting',
        error: expect.objectContaining({ code: 'mailbox_dropped' }) as unknown,
      }),
    )
  })

  it('hands over the head of a mail that breaks every connection, and what comes after it', async () => {
    await servers.deliver(DESK, plainMail('Prima'))
    await servers.deliver(DESK, plainMail('Impossibile', 'x'.repeat(70).concat('\r\n').repeat(20_000)))
    await servers.deliver(DESK, plainMail('Dopo'))
    proxy.cutAfter = 500_000
    const desk = watch(imapSettings(servers, { port: proxy.port }))
    await eventually('all three', () => desk.mails.length === 3)
    expect(desk.mails.map(({ problem }) => problem)).toEqual([null, 'unreadable', null])
    expect(desk.subjects()).toEqual(['Prima', 'Impossibile', 'Dopo'])
  })

  it('notices that a silent line is dead', async () => {
    const desk = watch(imapSettings(servers, { port: proxy.port }), { pollMs: 300, answerMs: 500 })
    await eventually('the connection', desk.connected)
    proxy.frozen = true
    await eventually('the doubt', () => desk.statuses.some(({ state }) => state === 'waiting'))
    proxy.frozen = false
    proxy.cutNow()
    await servers.deliver(DESK, plainMail('Dopo il silenzio'))
    await eventually('the mail', () => desk.mails.length === 1)
  })

  it('reads everything again under a new UIDVALIDITY', async () => {
    await servers.deliver(DESK, plainMail('Una'))
    const desk = watch(imapSettings(servers, { port: proxy.port }))
    await eventually('the mail', () => desk.mails.length === 1 && desk.connected())
    await servers.renewUidValidity(DESK)
    await servers.deliver(DESK, plainMail('Due'))
    proxy.cutNow()
    await eventually('both under the new number', () => desk.mails.length >= 3 && desk.connected())
    const validities = [...new Set(desk.mails.map(({ uidValidity }) => uidValidity))]
    expect(validities).toHaveLength(2)
    const latest = desk.mails.filter(({ uidValidity }) => uidValidity === validities[1])
    expect(latest).toHaveLength(2)
  })

  it('takes a mail of 30 MB, and of one above the limit only the head', async () => {
    const line = `${'A'.repeat(76)}\r\n`
    await servers.deliver(DESK, plainMail('Trenta megabyte', line.repeat(420_000)))
    const desk = watch(imapSettings(servers))
    await eventually('the big mail', () => desk.mails.length === 1)
    expect(desk.mails[0]?.raw.byteLength).toBeGreaterThan(30 * 1024 * 1024)
    await desk.session.stop()

    const strict = watch(imapSettings(servers), { maxMailBytes: 10 * 1024 * 1024 })
    await eventually('the head', () => strict.mails.length === 1)
    expect(strict.mails[0]?.problem).toBe('too_large')
    expect(strict.mails[0]?.size).toBeGreaterThan(30 * 1024 * 1024)
    expect(strict.subjects()).toEqual(['Trenta megabyte'])
  })

  it('stops at once while it listens and while nobody answers', async () => {
    const listening = watch(imapSettings(servers))
    await eventually('the connection', listening.connected)
    await listening.session.stop()
    expect(listening.statuses.at(-1)).toEqual({ state: 'stopped' })

    proxy.frozen = true
    const waiting = watch(imapSettings(servers, { port: proxy.port, pinnedFingerprint: null }))
    await eventually('an attempt', () => proxy.accepted() > 0)
    await waiting.session.stop()
    expect(waiting.statuses.at(-1)).toEqual({ state: 'stopped' })
  })
})
