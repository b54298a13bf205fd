import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mailDigest } from '@main/mail/mail-digest'
import { parseMail } from '@main/mail/parse-mail'
import { rawMail, rawMails } from '../../support/raw-mails'

const fixture = (name: string) => readFile(new URL(`../../fixtures/mail/pec/${name}`, import.meta.url))

describe('reading a citizen’s mail', () => {
  it('tells who wrote what and when', async () => {
    const mail = await parseMail(rawMails.plain)
    expect(mail).toMatchObject({
      kind: 'message',
      from: { name: 'Mario Rossi', address: 'mario@cittadini.example' },
      subject: 'Buca',
      date: Date.UTC(2026, 10, 23, 8),
      messageId: '<m1@cittadini.example>',
      text: 'È pericolosa',
      visible: 'È pericolosa',
      html: null,
      error: null,
    })
  })

  it('has no date rather than a wrong one', async () => {
    expect((await parseMail(rawMails.noDate)).date).toBeNull()
    expect((await parseMail(rawMails.badDate)).date).toBeNull()
  })

  it('keeps a mail that has no sender', async () => {
    expect(await parseMail(rawMails.noFrom)).toMatchObject({ from: null, subject: 'Senza mittente', error: null })
  })

  it.each(['latinCalledUtf8', 'utf8CalledLatin', 'latinCalledNothing'] as const)(
    'reads accents although the charset lies (%s)',
    async (name) => {
      expect((await parseMail(rawMails[name])).text).toBe('Perché è così?')
    },
  )

  it('reads headers with bare Latin letters', async () => {
    const mail = await parseMail(rawMails.latinCalledNothing)
    expect([mail.subject, mail.from?.name]).toEqual(['Perché', 'Città'])
  })

  it('survives a charset that nobody knows', async () => {
    expect((await parseMail(rawMails.unknownCharset)).text).toContain('Perch')
  })

  it('knows inline pictures, cleans their names, and makes text of HTML without addresses of links', async () => {
    const mail = await parseMail(rawMails.htmlWithPicture)
    expect(mail.attachments).toHaveLength(1)
    expect(mail.attachments[0]).toMatchObject({
      name: 'foto.png',
      inline: true,
      cid: 'foto1@x',
      type: 'image/png',
      size: 8,
    })
    expect(mail.text).toBe('Buca\n\nVedi foto')
    expect(mail.html).toContain('cid:foto1@x')
  })

  it('does not take a footer for the whole text', async () => {
    expect((await parseMail(rawMails.footerBesideHtml)).visible).toContain('Il testo vero')
  })

  it('keeps a mail inside a mail as an attachment, called by its subject', async () => {
    const mail = await parseMail(rawMails.nested)
    expect(mail.text).toBe('Vedi allegato')
    expect(mail.attachments[0]).toMatchObject({ type: 'message/rfc822', name: 'Dentro.eml' })
  })

  it('reads what is there of a truncated mail', async () => {
    expect(await parseMail(rawMails.unclosed)).toMatchObject({ text: 'Fin qui', error: null })
  })

  it('says so when nothing can be understood, with what the headers tell', async () => {
    expect(await parseMail(rawMails.bodyOfNoise)).toMatchObject({ error: 'mail_unparsable', subject: 'x' })
    expect(await parseMail(rawMails.noMail)).toMatchObject({ error: 'mail_unparsable' })
    expect(await parseMail(new Uint8Array())).toMatchObject({ error: 'mail_unparsable' })
  })

  it('says that there is more where a text is too long for a ticket', async () => {
    const head = ['From: a@b.example', 'Subject: Lungo', '']
    const long = await parseMail(rawMail(...head, 'parola '.repeat(150_000), ''))
    expect([long.text.length < 1_000_100, long.visible.endsWith('[…]')]).toEqual([true, true])
    expect((await parseMail(rawMail(...head, 'parola '.repeat(1000), ''))).visible).not.toContain('[…]')
  })

  it('gives up on a head without an end to its references, and says that this is why', async () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => `<r${index}@x.example>`)
    const mail = await parseMail(
      rawMail('From: a@b.example', 'Subject: Riferimenti', `References: ${ids.join('\r\n ')}`, '', 'x'),
    )
    expect(mail).toMatchObject({ error: 'mail_over_limit', subject: 'Riferimenti' })
  })

  it('knows a mail whose parts did not come from one whose parts came under another boundary', async () => {
    expect(await parseMail(rawMails.withoutParts)).toMatchObject({ text: 'Il muretto si e aperto', isIncomplete: true })
    expect((await parseMail(rawMails.plain)).isIncomplete).toBe(false)
    expect((await parseMail(rawMails.nested)).isIncomplete).toBe(false)
    const head = ['From: a@b.example', 'Content-Type: multipart/mixed; boundary=altra', '']
    const other = await parseMail(rawMail(...head, '--b', 'Content-Type: text/plain', '', 'Buca', '--b--', ''))
    expect(other).toMatchObject({ text: 'Buca', isIncomplete: false })
  })

  it('gives up on a bomb of parts, and keeps sender and subject', async () => {
    const parts = Array.from({ length: 2_000 }, () => '--b\r\n\r\nx')
    const mail = await parseMail(
      rawMail(
        'From: a@b.example',
        'Subject: Bomba',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        ...parts,
        '--b--',
        '',
      ),
    )
    expect(mail).toMatchObject({ error: 'mail_over_limit', subject: 'Bomba', from: { address: 'a@b.example' } })
  })

  it('never throws, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), fc.boolean(), async (bytes, headed) => {
        const raw = headed
          ? Buffer.concat([
              Buffer.from('From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n'),
              bytes,
            ])
          : bytes
        expect((await parseMail(raw)).digest).toMatch(/^[0-9a-f]{64}$/)
      }),
      { numRuns: 60 },
    )
  })
})

describe('telling people’s mail from machines’', () => {
  it('knows bounces, automatic answers and lists', async () => {
    expect(await parseMail(rawMails.bounce)).toMatchObject({
      kind: 'bounce',
      bounce: {
        originalMessageId: '<risposta@capannori.example>',
        recipients: ['mario@cittadini.example'],
        status: '5.1.1',
        permanent: true,
      },
    })
    expect(await parseMail(rawMails.outOfOffice)).toMatchObject({
      kind: 'automatic',
      automaticReason: 'auto-submitted',
    })
    expect(await parseMail(rawMails.newsletter)).toMatchObject({ kind: 'list', automaticReason: 'list-headers' })
  })
})

describe('certified mail', () => {
  it('is unwrapped to what the citizen wrote', async () => {
    const mail = await parseMail(await fixture('synthetic-01-busta-trasporto.eml'))
    expect(mail).toMatchObject({
      kind: 'pec',
      from: { name: 'Mario Rossi', address: 'mario.rossi@pec.example.it' },
      subject: 'Buca in via Romana',
      messageId: '<orig-1@pec.example.it>',
      pec: {
        form: 'envelope',
        envelopeMessageId: '<opec21010.20260402093115.00001.01.1.1@pec.example.it>',
        certificate: { type: 'posta-certificata', error: 'nessuno', messageId: '<orig-1@pec.example.it>' },
      },
    })
    expect(mail.text).toContain('È pericolosa per le bici')
    expect(mail.attachments.map(({ name }) => name)).toEqual(['buca.png'])
  })

  it('reads an anomaly as the ordinary mail that is in it', async () => {
    const mail = await parseMail(await fixture('synthetic-02-busta-anomalia.eml'))
    expect(mail).toMatchObject({
      kind: 'message',
      subject: 'Buca in via Romana',
      pec: { form: 'anomaly', certificate: null },
    })
    expect(mail.from?.address).toBe('mario.rossi@example.com')
  })

  it.each([
    ['synthetic-03-accettazione.eml', 'accettazione'],
    ['synthetic-04-avvenuta-consegna.eml', 'avvenuta-consegna'],
    ['synthetic-05-errore-consegna.eml', 'errore-consegna'],
  ])('knows a receipt (%s)', async (name, receipt) => {
    const mail = await parseMail(await fixture(name))
    expect(mail).toMatchObject({ kind: 'receipt', pec: { form: 'receipt', receipt } })
    expect(mail.pec?.reference).toMatch(/^<.+>$/)
  })
})

describe('the digest of a mail', () => {
  it('is the same over another way, with other line endings and spam marks', () => {
    const raw = rawMails.plain.toString('latin1')
    const other = `Received: from somewhere\r\nX-Spam-Status: No\r\n${raw}\r\n`.replace(/\r\n/g, '\n')
    expect(mailDigest(Buffer.from(other, 'latin1'))).toBe(mailDigest(rawMails.plain))
  })

  it('differs when a stranger reuses a Message-ID', () => {
    const stranger = rawMails.plain.toString('latin1').replace('pericolosa', 'bellissima')
    expect(mailDigest(Buffer.from(stranger, 'latin1'))).not.toBe(mailDigest(rawMails.plain))
  })

  it('gives a large mail the same digest whatever way its lines end', () => {
    const body = 'abcde\r\n'.repeat(160_000)
    for (let shift = 0; shift < 7; shift += 1) {
      const mail = `Subject: ${'x'.repeat(shift)}\r\n\r\n${'y'.repeat(shift)}${body}`
      const plain = mail.replaceAll('\r\n', '\n')
      expect(mailDigest(Buffer.from(mail))).toBe(mailDigest(Buffer.from(plain)))
      // As it was told of every mail that is in a store already.
      const told = createHash('sha256')
        .update(`subject:${'x'.repeat(shift)}\n\n`)
        .update(plain.slice(plain.indexOf('\n\n') + 2).trimEnd())
      expect(mailDigest(Buffer.from(mail))).toBe(told.digest('hex'))
    }
  })
})
