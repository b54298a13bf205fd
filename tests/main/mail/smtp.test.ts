import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newMessageId } from '@shared/mail/message-id'
import { composeMail, type OutgoingMail } from '@main/mail/compose-mail'
import { openSender, sendMail, testSmtp } from '@main/mail/smtp'
import type { ServerSettings } from '@main/mail/server-settings'
import { eventually } from '../../support/eventually'
import { mailServersMissing, startMailServers, type MailServers } from '../../support/mail-servers'
import { startUnsteadyProxy } from '../../support/unsteady-proxy'

const missing = mailServersMissing()
const DESK = 'desk@capannori.example'
const MARIO = 'mario@cittadini.example'

const answer = (over: Partial<OutgoingMail> = {}): OutgoingMail => ({
  messageId: newMessageId('4f0c', DESK),
  from: { name: 'Cantoniere di paese', address: DESK },
  to: [{ name: 'Mario Rossi', address: MARIO }],
  subject: 'Re: Buca in via Romana [#SEGN-2026-000123]',
  text: 'Gentile Mario,\n\nla squadra è passata: https://example.org/s/123.\nCordiali saluti',
  date: Date.UTC(2026, 10, 23, 9, 0),
  inReplyTo: '<seconda@cittadini.example>',
  references: ['<prima@cittadini.example>'],
  ...over,
})

describe('composing an answer', () => {
  it('threads in the citizen’s mail program and carries the ticket in its subject', async () => {
    const raw = Buffer.from(await composeMail(answer())).toString()
    const unfolded = raw.replace(/\r\n[ \t]+/g, ' ')
    expect(unfolded).toContain('Message-ID: <4f0c@capannori.example>')
    expect(unfolded).toContain('In-Reply-To: <seconda@cittadini.example>')
    expect(unfolded).toContain('References: <prima@cittadini.example> <seconda@cittadini.example>')
    expect(unfolded).toContain('Subject: Re: Buca in via Romana [#SEGN-2026-000123]')
    expect(unfolded).not.toContain('Auto-Submitted')
    expect(raw.replace(/=\r\n/g, '')).toContain('<a href=3D"https://example.org/s/123">')
  })

  it('marks what nobody wrote, so that other systems stay silent', async () => {
    const raw = Buffer.from(await composeMail(answer({ automatic: true }))).toString()
    expect(raw).toMatch(/^Auto-Submitted: auto-replied\r$/m)
    expect(raw).toMatch(/^X-Auto-Response-Suppress: All\r$/m)
  })

  it('cannot be given a second header by a subject or a name', async () => {
    const raw = Buffer.from(
      await composeMail(
        answer({
          subject: 'Ciao\r\nBcc: spia@example.org',
          to: [{ name: 'Mario\r\nBcc: spia@example.org', address: MARIO }],
        }),
      ),
    ).toString()
    expect(raw).not.toMatch(/^Bcc:/m)
  })

  it('keeps the first and the latest of a long thread', async () => {
    const references = Array.from({ length: 60 }, (_, n) => `<m${n}@example.org>`)
    const raw = Buffer.from(await composeMail(answer({ references, inReplyTo: '<m59@example.org>' }))).toString()
    const header = /^References: (.*(?:\r\n[ \t].*)*)/m.exec(raw)?.[1] ?? ''
    const kept = header.match(/<[^>]+>/g) ?? []
    expect(kept).toHaveLength(20)
    expect(kept[0]).toBe('<m0@example.org>')
    expect(kept.at(-1)).toBe('<m59@example.org>')
  })
})

describe.skipIf(missing !== null)(
  `sending through a real SMTP server${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let servers: MailServers
    const settings = (over: Partial<ServerSettings> = {}): ServerSettings => ({
      host: servers.host,
      port: servers.smtpPort,
      security: 'starttls',
      user: DESK,
      password: 'chiave-di-prova',
      pinnedFingerprint: servers.fingerprint,
      ...over,
    })
    const envelope = { from: DESK, to: [MARIO] }

    beforeAll(async () => {
      servers = await startMailServers([
        { address: DESK, password: 'chiave-di-prova' },
        { address: MARIO, password: 'altra-chiave' },
      ])
    })
    afterAll(() => servers?.stop())

    it('arrives in the citizen’s mailbox, over STARTTLS and over TLS', async () => {
      const first = await sendMail(settings(), envelope, await composeMail(answer()))
      const second = await sendMail(
        settings({ port: servers.smtpsPort, security: 'tls' }),
        envelope,
        await composeMail(answer({ messageId: newMessageId('4f0d', DESK) })),
      )
      expect([first, second]).toEqual([
        { state: 'sent', refused: [] },
        { state: 'sent', refused: [] },
      ])
      await eventually('both mails', async () => (await servers.messages(MARIO)).length === 2)
      const [mail] = await servers.messages(MARIO)
      expect(mail).toContain('References: <prima@cittadini.example>')
    })

    it('carries attachments and accents unharmed', async () => {
      const content = Uint8Array.from({ length: 5000 }, (_, n) => n % 256)
      const raw = await composeMail(
        answer({
          subject: 'Perché no',
          attachments: [{ name: 'foto città.bin', type: 'application/octet-stream', content }],
        }),
      )
      const { parseMail } = await import('@main/mail/parse-mail')
      const read = await parseMail(raw)
      expect(read.subject).toBe('Perché no')
      expect(read.attachments).toHaveLength(1)
      expect(read.attachments[0]?.name).toBe('foto città.bin')
      expect(Buffer.from(read.attachments[0]?.content ?? []).equals(Buffer.from(content))).toBe(true)
    })

    it('knows a recipient that does not exist from one that does', async () => {
      const raw = await composeMail(answer({ messageId: newMessageId('4f0e', DESK) }))
      const nobody = await sendMail(settings(), { from: DESK, to: ['nessuno@cittadini.example'] }, raw)
      expect(nobody).toMatchObject({ state: 'permanent', error: { code: 'smtp_rejected' } })
      const both = await sendMail(settings(), { from: DESK, to: [MARIO, 'nessuno@cittadini.example'] }, raw)
      expect(both).toEqual({ state: 'sent', refused: ['nessuno@cittadini.example'] })
    })

    it('says that the password is wrong, the certificate unknown, the server away; each may be tried again', async () => {
      const raw = await composeMail(answer())
      expect(await sendMail(settings({ password: 'sbagliata' }), envelope, raw)).toMatchObject({
        state: 'temporary',
        error: { code: 'smtp_auth_failed' },
      })
      expect(await sendMail(settings({ pinnedFingerprint: null }), envelope, raw)).toMatchObject({
        state: 'temporary',
        error: { code: 'mailbox_tls_untrusted', details: { fingerprint: servers.fingerprint } },
      })
      expect(await sendMail(settings({ port: 1, pinnedFingerprint: null }), envelope, raw)).toMatchObject({
        state: 'temporary',
        error: { code: 'mailbox_unreachable' },
      })
      expect(await testSmtp(settings())).toEqual({ ok: true, value: null })
      expect(await testSmtp(settings({ password: 'sbagliata' }))).toMatchObject({
        error: { code: 'smtp_auth_failed' },
      })
    })

    it('does not know whether a message went out when the line dies after it was handed over', async () => {
      // TLS hides the words, so the proxy counts: the answer to the message is what comes after everything else.
      const proxy = await startUnsteadyProxy(servers.smtpsPort)
      const own = settings({ port: proxy.port, security: 'tls' })
      const raw = await composeMail(answer({ messageId: newMessageId('4f0f', DESK), text: 'x'.repeat(100_000) }))
      const outcomes = new Set<string>()
      for (let cut = 1_500; cut <= 4_500 && !outcomes.has('sent'); cut += 40) {
        proxy.cutAfter = cut
        const seen = await sendMail(own, envelope, raw)
        outcomes.add(seen.state)
      }
      await proxy.stop()
      expect([...outcomes]).toEqual(['temporary', 'uncertain', 'sent'])
    })

    it('sends a run of messages over one connection, and over another when the server closed it meanwhile', async () => {
      const proxy = await startUnsteadyProxy(servers.smtpsPort)
      const sender = openSender(settings({ port: proxy.port, security: 'tls' }))
      const send = async (id: string) =>
        sender.send(envelope, await composeMail(answer({ messageId: newMessageId(id, DESK) })))
      try {
        expect((await send('run-1')).state).toBe('sent')
        // Looking at a pinned certificate takes a connection of its own.
        const opened = proxy.accepted()
        expect((await send('run-2')).state).toBe('sent')
        expect(proxy.accepted()).toBe(opened)
        proxy.cutNow()
        expect((await send('run-3')).state).toBe('sent')
        expect(proxy.accepted()).toBeGreaterThan(opened)
      } finally {
        sender.close()
        await proxy.stop()
      }
      await eventually('all three', async () => {
        const ids = (await servers.messages(MARIO)).join('').match(/^Message-ID: <run-\d@/gim) ?? []
        return ids.length === 3
      })
    })

    it('takes a server that talks no SMTP for one that is away', async () => {
      const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      const outcome = await sendMail(settings({ port, pinnedFingerprint: null }), envelope, await composeMail(answer()))
      expect(outcome).toMatchObject({ state: 'temporary', error: { code: 'mailbox_unreachable' } })
      server.close()
    })
  },
)
