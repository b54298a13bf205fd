import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS } from '@shared/kernel/instant'
import type { TicketId } from '@shared/kernel/ids'
import type { MailParserPort } from '@main/features/mail/mail-ports'
import { openMailIntake } from '@main/features/mail/receive-mails'
import { mailDesk, type MailDesk } from '../../../support/mail-desk'
import { mailFixtures } from '../../../support/mail-fixtures'
import { rawMail, rawMails } from '../../../support/raw-mails'

interface Writing {
  readonly id?: string
  readonly from?: string
  readonly to?: string
  readonly subject?: string
  readonly text?: string
  readonly headers?: readonly string[]
}

const letter = ({ id = 'm1', from = 'Mario Rossi <mario@cittadini.example>', ...rest }: Writing = {}): Buffer =>
  rawMail(
    `From: ${from}`,
    `To: ${rest.to ?? 'desk@capannori.example'}`,
    `Subject: ${rest.subject ?? 'Buca in via Romana'}`,
    `Message-ID: <${id}@cittadini.example>`,
    ...(rest.headers ?? []),
    '',
    rest.text ?? 'C e una buca davanti alla scuola',
    '',
  )

const answering = (...ids: readonly string[]): string[] => [
  `In-Reply-To: <${ids.at(-1)}@cittadini.example>`,
  `References: ${ids.map((id) => `<${id}@cittadini.example>`).join(' ')}`,
]

describe('mail becomes tickets', () => {
  let desk: MailDesk
  beforeEach(async () => {
    desk = await mailDesk()
  })
  afterEach(() => desk.close())

  const outcomes = async (...raws: readonly Buffer[]): Promise<string[]> =>
    (await desk.receive(raws)).map(({ outcome }) => outcome)
  const ticketOf = async (raw: Buffer): Promise<TicketId> => (await desk.receive([raw]))[0]?.ticketId as TicketId
  const detail = async (id: TicketId) => {
    const found = await desk.client.tickets.get({ id })
    if (!found.ok) throw new Error(found.error.code)
    return found.value
  }
  const timeline = async (id: TicketId) => {
    const found = await desk.client.tickets.timeline({ id })
    if (!found.ok) throw new Error(found.error.code)
    return found.value.entries
  }
  const quarantine = async () => {
    const found = await desk.client.mail.quarantine({})
    if (!found.ok) throw new Error(found.error.code)
    return found.value.rows
  }

  it('is written in the order in which it came, although a later batch is read first', async () => {
    const slowFor = 'm1@'
    let readFirst = ''
    const parser: MailParserPort = {
      ...desk.parts.parser,
      parse: async (raw) => {
        const parsed = await desk.parts.parser.parse(raw)
        if (parsed.messageId?.includes(slowFor) === true) await new Promise((later) => setTimeout(later, 100))
        readFirst ||= parsed.messageId ?? ''
        return parsed
      },
    }
    const source = { mailboxId: null, lease: null, acknowledge: false }
    const intake = openMailIntake({ ...desk.parts, parser }, source)
    const batch = (raw: Buffer) => [{ raw, uid: null, receivedAt: null, size: raw.length, problem: null }]
    const [first, second] = await Promise.all([
      intake(batch(letter())),
      intake(batch(letter({ id: 'm2', subject: 'Re: Buca', headers: answering('m1') }))),
    ])
    if (!first.ok || !second.ok) throw new Error('not taken in')
    expect(readFirst).toContain('m2@')
    expect(first.value[0]?.outcome).toBe('created')
    expect(second.value[0]).toMatchObject({ outcome: 'appended', ticketId: first.value[0]?.ticketId })
  })

  it('opens a ticket with its reporter, words and files', async () => {
    const [received] = await desk.receive([rawMails.htmlWithPicture])
    expect(received).toMatchObject({ outcome: 'created', ticketNumber: 'SEGN-2026-000001' })
    const ticket = await detail(received?.ticketId as TicketId)
    expect(ticket).toMatchObject({
      channel: 'email',
      status: 'new',
      subject: 'Foto',
      hasUnread: true,
      contact: { name: 'Mario Rossi', identifiers: [{ kind: 'email', value: 'mario@cittadini.example' }] },
    })
    const message = (await timeline(ticket.id)).find(({ kind }) => kind === 'message')?.message
    expect(message).toMatchObject({ direction: 'in', hasHtml: true, hasRaw: true, text: 'Buca\n\nVedi foto' })
    expect(message?.attachments).toMatchObject([{ name: 'foto.png', inline: true }])
    const html = await desk.client.messages.html({ id: message?.id ?? (0 as never) })
    expect(html).toMatchObject({ ok: true, value: { inline: [{ cid: 'foto1@x' }] } })
  })

  it('says on the message that parts which it announced did not come', async () => {
    const dataOf = async (raw: Buffer) =>
      (await timeline(await ticketOf(raw))).find(({ kind }) => kind === 'message')?.data
    expect(await dataOf(rawMails.withoutParts)).toEqual({ incomplete: true })
    expect(await dataOf(letter({ id: 'm9' }))).toEqual({})
  })

  it('names a ticket by its first words when there is no subject', async () => {
    const id = await ticketOf(letter({ subject: '', text: 'Lampione spento in piazza' }))
    expect((await detail(id)).subject).toBe('Lampione spento in piazza')
  })

  it('adds an answer to the ticket that it answers, and the same person is the same contact', async () => {
    const id = await ticketOf(letter())
    const [answer] = await desk.receive([letter({ id: 'm2', subject: 'R: Buca', headers: answering('m1') })])
    expect(answer).toMatchObject({ outcome: 'appended', ticketId: id })
    const contacts = await desk.client.contacts.find({ text: 'mario@cittadini.example', limit: 10 })
    expect(contacts.ok && contacts.value.contacts).toHaveLength(1)
  })

  it('brings together the answers to a mail that was never seen here, and the mail itself when it comes late', async () => {
    const id = await ticketOf(letter({ id: 'a', headers: answering('lost') }))
    const rest = await desk.receive([
      letter({ id: 'b', from: 'anna@cittadini.example', text: 'Anche io', headers: answering('lost') }),
      letter({ id: 'lost', text: 'La prima di tutte' }),
    ])
    expect(rest.map(({ ticketId }) => ticketId)).toEqual([id, id])
  })

  it('believes a tag in the subject only from someone who takes part', async () => {
    const id = await ticketOf(letter())
    const { number } = await detail(id)
    const [known, stranger] = await desk.receive([
      letter({ id: 'k', subject: `Ancora [#${number}]` }),
      letter({ id: 's', subject: `[#${number}] mio`, from: 'spia@altrove.example' }),
    ])
    expect(known).toMatchObject({ outcome: 'appended', ticketId: id })
    expect(stranger?.outcome).toBe('created')
    expect(stranger?.ticketId).not.toBe(id)
  })

  it('takes the same mail once, whatever way and however often it comes', async () => {
    await desk.parts.current.store.write((db) =>
      db
        .insertInto('mailboxes')
        .values({ name: 'URP', address: 'urp@capannori.example', imap: '{}', smtp: '{}' })
        .execute(),
    )
    const [first] = await desk.receive([letter()], { mailboxId: 1, uid: 1 })
    const again = await desk.receive([letter(), letter()], { mailboxId: 1, uid: 1, uidValidity: 2 })
    const imported = await desk.receive([letter()])
    expect(first?.outcome).toBe('created')
    expect([...again, ...imported].map(({ outcome, ticketId }) => [outcome, ticketId])).toEqual(
      Array.from({ length: 3 }, () => ['seen', first?.ticketId]),
    )
  })

  it('does not take a stranger who reuses a Message-ID for a double, nor lets him into the ticket', async () => {
    const [first, other] = await desk.receive([letter(), letter({ from: 'spia@altrove.example', text: 'Altro' })])
    expect(other?.outcome).toBe('created')
    expect(other?.ticketId).not.toBe(first?.ticketId)
  })

  it('reopens what was closed lately, and opens a linked ticket when it was long ago', async () => {
    const id = await ticketOf(letter())
    await desk.client.tickets.changeStatus({ id, base: 'new', to: 'closed', outcome: 'resolved' })
    expect(await outcomes(letter({ id: 'm2', headers: answering('m1'), text: 'Non va' }))).toEqual(['appended'])
    expect(await detail(id)).toMatchObject({ status: 'accepted', reopened: 1, hasUnread: true })

    await desk.client.tickets.changeStatus({ id, base: 'accepted', to: 'closed', outcome: 'resolved' })
    desk.clock.skip(31 * DAY_MS)
    const [late] = await desk.receive([letter({ id: 'm3', headers: answering('m1', 'm2'), text: 'Di nuovo' })])
    expect(late?.outcome).toBe('created')
    expect((await detail(id)).status).toBe('closed')
    const entries = await timeline(late?.ticketId as TicketId)
    expect(entries.find(({ kind }) => kind === 'linked')?.data).toMatchObject({ number: 'SEGN-2026-000001' })
  })

  it('keeps machines’ mail out of the queue', async () => {
    expect(await outcomes(rawMails.outOfOffice, rawMails.newsletter, rawMails.bounce)).toEqual([
      'automatic',
      'automatic',
      'quarantined',
    ])
    expect((await quarantine()).map(({ reason }) => reason)).toEqual(['bounce'])
    const all = await desk.client.tickets.list({ filter: { view: 'all' } })
    expect(all.ok && all.value.total).toBe(0)
  })

  it('leaves to a person what nobody can read or what is too big, with its raw source', async () => {
    await desk.receive([rawMails.bodyOfNoise])
    await desk.receive([letter({ subject: 'Enorme' })], { problem: 'too_large' })
    const rows = await quarantine()
    expect(rows.map(({ reason, subject }) => [reason, subject])).toEqual([
      ['too_large', 'Enorme'],
      ['unparsable', 'x'],
    ])
    const source = await desk.client.mail.quarantineSource({ id: rows[1]?.id ?? (0 as never) })
    expect(source).toEqual({
      ok: true,
      value: { text: rawMails.bodyOfNoise.toString(), truncated: false, reading: null },
    })
  })

  it('lays a mail that breaks a limit aside whole, and takes in those around it', async () => {
    const bomb = mailFixtures().find(({ name }) => name === 'broken/troppe-parti')?.raw ?? Buffer.alloc(0)
    expect(await outcomes(letter({ id: 'prima' }), bomb, letter({ id: 'dopo' }))).toEqual([
      'created',
      'quarantined',
      'created',
    ])
    const [row] = await quarantine()
    expect(row).toMatchObject({ reason: 'over_limit', subject: 'Buca in via Romana', size: bomb.byteLength })
    const source = await desk.client.mail.quarantineSource({ id: row?.id ?? (0 as never), limit: 2_000_000 })
    expect(source.ok && source.value.text).toBe(bomb.toString('utf8'))
  })

  it('makes a ticket of a quarantined mail, joins it to one, or dismisses it, once', async () => {
    const id = await ticketOf(letter())
    await desk.receive([rawMails.bodyOfNoise, rawMails.bounce, rawMails.noMail])
    const [noMail, bounce, broken] = await quarantine()
    const resolve = (row: typeof broken, action: Parameters<typeof desk.client.mail.resolveQuarantine>[0]['action']) =>
      desk.client.mail.resolveQuarantine({ id: row?.id ?? (0 as never), action })
    const made = await resolve(broken, { kind: 'ticket' })
    expect(made).toMatchObject({ ok: true })
    const opened = made.ok && made.value.ticketId !== null ? await timeline(made.value.ticketId) : []
    const files = opened.flatMap(({ message }) => message?.attachments ?? [])
    expect(files.map(({ name }) => name)).toContain('messaggio-originale.eml')
    expect(await resolve(bounce, { kind: 'join', ticketId: id })).toEqual({ ok: true, value: { ticketId: id } })
    expect(await resolve(noMail, { kind: 'dismiss' })).toEqual({ ok: true, value: { ticketId: null } })
    expect(await resolve(noMail, { kind: 'dismiss' })).toMatchObject({ ok: false, error: { code: 'conflict' } })
    expect(await quarantine()).toEqual([])
    // A dismissal is taken back; what became a ticket is not.
    const reopen = (row: typeof broken) => desk.client.mail.reopenQuarantine({ id: row?.id ?? (0 as never) })
    expect(await reopen(noMail)).toMatchObject({ ok: true })
    expect((await quarantine()).map((row) => row.id)).toEqual([noMail?.id])
    expect(await reopen(broken)).toMatchObject({ ok: false, error: { code: 'not_found' } })
  })

  it('stops a flood from one sender and keeps what it holds back', async () => {
    await desk.parts.current.store.write((db) =>
      db
        .insertInto('mailboxes')
        .values({ name: 'URP', address: 'urp@capannori.example', imap: '{}', smtp: '{}' })
        .execute(),
    )
    const flood = Array.from({ length: 12 }, (_, n) => letter({ id: `f${n}`, subject: `Reclamo ${n}` }))
    const received = await desk.receive(flood, { mailboxId: 1, uid: 1 })
    expect(received.filter(({ outcome }) => outcome === 'created')).toHaveLength(10)
    expect((await quarantine()).map(({ reason }) => reason)).toEqual(['limit_exceeded', 'limit_exceeded'])
  })

  it('takes the citizen whose mail a colleague forwards for the reporter', async () => {
    const id = await ticketOf(
      letter({
        from: 'Maria Bianchi <maria@capannori.example>',
        subject: 'I: Fosso intasato',
        text: 'Vedi sotto\r\n\r\nDa: Luca Verdi <luca@cittadini.example>\r\nInviato: ieri\r\nA: URP\r\nOggetto: Fosso intasato\r\n\r\nIl fosso trabocca',
      }),
    )
    expect(await detail(id)).toMatchObject({ subject: 'Fosso intasato', contact: { name: 'Luca Verdi' } })
  })

  it('answers go to the person that a web form names, not to the form', async () => {
    const id = await ticketOf(
      letter({ from: 'noreply@comune.example', headers: ['Reply-To: Carla <carla@cittadini.example>'] }),
    )
    const recipients = await desk.client.messages.recipients({ ticketId: id })
    expect(recipients.ok && recipients.value.to).toEqual(['carla@cittadini.example'])
  })

  it('reads certified mail as certified, unverified, and never makes a ticket of a receipt', async () => {
    const pec = (name: string) => readFile(new URL(`../../../fixtures/mail/pec/${name}`, import.meta.url))
    const [envelope, receipt] = await desk.receive([
      await pec('synthetic-01-busta-trasporto.eml'),
      await pec('synthetic-04-avvenuta-consegna.eml'),
    ])
    expect(envelope?.outcome).toBe('created')
    const ticket = await detail(envelope?.ticketId as TicketId)
    expect(ticket.channel).toBe('pec')
    const entries = await timeline(ticket.id)
    expect(entries.find(({ kind }) => kind === 'message')?.message?.pec).toBe('unverified')
    expect(receipt?.outcome).toBe('quarantined')
    expect((await quarantine()).map(({ reason }) => reason)).toEqual(['unmatched_receipt'])
  })

  it('is found by search from the moment it is there', async () => {
    const id = await ticketOf(letter({ text: 'Il pioppo pericolante sopra la scuola' }))
    const found = await desk.client.tickets.list({ filter: { view: 'all', text: 'pioppo' } })
    expect(found.ok && found.value.rows.map((row) => row.id)).toEqual([id])
  })
})
