import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { simpleParser } from 'mailparser'
import type { TicketId } from '@shared/kernel/ids'
import { DAY_MS, HOUR_MS } from '@shared/kernel/instant'
import { askCitizens } from '@main/features/citizen/ask-citizens'
import { defaultSettings } from '@main/features/settings/defaults'
import { writeSetting } from '@main/features/settings/read-setting'
import { valueOf } from '../../support/engine'
import { eventually } from '../../support/eventually'
import { mailDesk, type MailDesk } from '../../support/mail-desk'
import { mailServersMissing, startMailServers, type MailServers } from '../../support/mail-servers'
import { mailboxFields } from '../../support/mailbox-fields'
import { plainMail } from '../../support/recorded-imap'

const missing = mailServersMissing()
const DESK = 'desk@capannori.example'
const MARIO = 'mario@cittadini.example'
const PASSWORD = 'chiave-di-prova'

const header = (mail: string, name: string): string =>
  new RegExp(`^${name}: (.*(?:\\r?\\n[ \\t].*)*)`, 'im').exec(mail)?.[1]?.replace(/\s+/g, ' ') ?? ''

describe.skipIf(missing !== null)(`mail there and back${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let servers: MailServers
  let desk: MailDesk
  beforeAll(async () => {
    servers = await startMailServers([
      { address: DESK, password: PASSWORD },
      { address: MARIO, password: PASSWORD },
    ])
  })
  afterAll(() => servers?.stop())
  beforeEach(async () => {
    await Promise.all([servers.removeAll(DESK), servers.removeAll(MARIO)])
    desk = await mailDesk()
  })
  afterEach(() => desk.close())

  const enrol = async (): Promise<void> => {
    const made = await desk.client.mail.createMailbox({ ...mailboxFields(servers), password: PASSWORD })
    if (!made.ok) throw new Error(made.error.code)
    await desk.jobs.start()
  }
  const tickets = async () => {
    const found = await desk.client.tickets.list({ filter: { view: 'all' }, limit: 500 })
    if (!found.ok) throw new Error(found.error.code)
    return found.value.rows
  }
  const toMario = () => servers.messages(MARIO)
  const outbox = async () => {
    const found = await desk.client.messages.outbox({})
    if (!found.ok) throw new Error(found.error.code)
    return found.value.messages
  }
  const lastEntry = async (id: TicketId): Promise<number> => {
    const found = await desk.client.tickets.timeline({ id })
    return found.ok ? (found.value.entries.at(-1)?.id ?? 0) : 0
  }
  const reply = async (ticketId: TicketId, text: string) => {
    const sent = await desk.client.messages.reply({
      ticketId,
      via: 'email',
      official: false,
      to: [MARIO],
      text,
      seenEntryId: await lastEntry(ticketId),
    })
    if (!sent.ok) throw new Error(sent.error.code)
    return sent.value.id
  }

  it('a citizen writes, is thanked once, is answered, and his next mail lands on the same ticket', async () => {
    await enrol()
    await servers.deliver(DESK, plainMail('Buca in via Romana'))
    await eventually('the ticket', async () => (await tickets()).length === 1)
    const [ticket] = await tickets()
    await eventually('the thanks', async () => (await toMario()).length === 1)
    const [thanks = ''] = await toMario()
    expect(header(thanks, 'Auto-Submitted')).toBe('auto-replied')
    expect(header(thanks, 'Subject')).toContain(`[#${ticket?.number}]`)
    expect(header(thanks, 'In-Reply-To')).toBe('<Buca-in-via-Romana@cittadini.example>')

    const id = ticket?.id as TicketId
    await reply(id, 'La squadra passa domani.')
    expect(await toMario()).toHaveLength(1)
    desk.clock.skip(16_000)
    await eventually('the answer', async () => (await toMario()).length === 2)
    const [, answer = ''] = await toMario()
    expect(header(answer, 'References')).toContain('<Buca-in-via-Romana@cittadini.example>')
    expect(header(answer, 'Auto-Submitted')).toBe('')
    expect(header(answer, 'From')).toBe(`Cantoniere di paese <${DESK}>`)
    expect(answer).toContain('La squadra passa domani.')

    const again = plainMail('R: Buca').replace('Date:', `In-Reply-To: ${header(answer, 'Message-ID')}\r\nDate:`)
    await servers.deliver(DESK, again)
    await eventually('his mail on the ticket', async () => {
      const found = await desk.client.tickets.timeline({ id })
      return found.ok && found.value.entries.filter(({ message }) => message?.direction === 'in').length === 2
    })
    expect(await tickets()).toHaveLength(1)
    expect(await toMario()).toHaveLength(2)
    expect(await outbox()).toEqual([])
  })

  it('a citizen is asked whether it is settled, and a no that his own mail program writes opens it again', async () => {
    await enrol()
    await servers.deliver(DESK, plainMail('Lampione spento'))
    await eventually('the thanks', async () => (await toMario()).length === 1)
    const [ticket] = await tickets()
    const id = ticket?.id as TicketId
    valueOf(await desk.client.tickets.changeStatus({ id, base: 'new', to: 'closed', outcome: 'resolved' }))
    const { store, leases } = desk.parts.current
    const value = { ...defaultSettings.followUp, on: true }
    valueOf(await store.write((db) => writeSetting(db, 'followUp', value, { userId: null, at: desk.clock.now() })))
    desk.clock.skip(value.days * DAY_MS + HOUR_MS)
    const held = await leases.hold('follow-ups')
    if (held.state !== 'held') throw new Error(held.state)
    expect(valueOf(await askCitizens(desk.parts, held.lease))).toBe(1)
    await eventually('the question', async () => (await toMario()).length === 2)

    // Read as his program reads it: a link that writes a mail to the desk, with a subject that is the answer.
    const question = (await simpleParser((await toMario())[1] ?? '')).html || ''
    const links = [...question.matchAll(/href="(mailto:[^"]+)"/g)].map(([, link = '']) => new URL(link))
    expect(links.map(({ pathname }) => pathname)).toEqual([DESK, DESK])
    const no = links.map(({ searchParams }) => searchParams.get('subject') ?? '').find((subject) => /NO-/.test(subject))
    const coded = `=?UTF-8?B?${Buffer.from(no ?? '').toString('base64')}?=`
    await servers.deliver(DESK, plainMail('No').replace('Subject: No', `Subject: ${coded}`))
    await eventually('the ticket open again', async () => {
      const found = await desk.client.tickets.get({ id })
      return found.ok && found.value.status === 'accepted' && found.value.reopened === 1
    })
    expect(await tickets()).toHaveLength(1)
  })

  it('a reply can be taken back while it is held, and nothing goes out', async () => {
    await enrol()
    await servers.deliver(DESK, plainMail('Lampione'))
    await eventually('the thanks', async () => (await toMario()).length === 1)
    const [ticket] = await tickets()
    const id = await reply(ticket?.id as TicketId, 'Sbagliato')
    expect(await desk.client.messages.undo({ id })).toMatchObject({ ok: true, value: { face: 'reply' } })
    desk.clock.skip(16_000)
    await servers.deliver(DESK, plainMail('Altro'))
    await eventually('the second thanks', async () => (await toMario()).length === 2)
    expect((await toMario()).join('')).not.toContain('Sbagliato')
  })

  it('a reply that the server refuses is failed, one that it cannot take now waits', async () => {
    await enrol()
    await servers.deliver(DESK, plainMail('Fosso'))
    await eventually('the ticket', async () => (await tickets()).length === 1)
    const [ticket] = await tickets()
    await desk.client.messages.reply({
      ticketId: ticket?.id as TicketId,
      via: 'email',
      official: false,
      to: ['nessuno@cittadini.example'],
      text: 'x',
      seenEntryId: await lastEntry(ticket?.id as TicketId),
    })
    desk.clock.skip(16_000)
    await eventually('the refusal', async () => (await outbox())[0]?.state === 'failed')
    expect((await outbox())[0]).toMatchObject({ errorCode: 'smtp_rejected', attempts: 1 })
  })

  it('a message that was being sent when the desk died is doubted, and goes again only at a person’s word', async () => {
    await enrol()
    await servers.deliver(DESK, plainMail('Dubbio'))
    await eventually('the thanks', async () => (await toMario()).length === 1)
    const id = await reply((await tickets())[0]?.id as TicketId, 'Forse inviata')
    await desk.jobs.stop()
    await desk.parts.current.store.write(async (db) => {
      await db.updateTable('outbox').set({ state: 'sending' }).where('message_id', '=', id).execute()
    })
    desk.clock.skip(16_000)
    await desk.jobs.start()
    await eventually('the doubt', async () => (await outbox())[0]?.state === 'uncertain')
    expect(await toMario()).toHaveLength(1)
    await desk.client.messages.retry({ id })
    await eventually('the message', async () => (await toMario()).length === 2)
    expect(await outbox()).toEqual([])
  })

  it('a wrong password is said in the bottom line, and a mended one is used at once', async () => {
    const made = await desk.client.mail.createMailbox({ ...mailboxFields(servers), password: 'sbagliata' })
    expect(made.ok).toBe(true)
    await desk.jobs.start()
    await eventually('the refusal', () => desk.jobs.health()[0]?.errorCode === 'mailbox_auth_failed')
    await servers.deliver(DESK, plainMail('Paziente'))
    await desk.client.mail.setSecret({ id: made.ok ? made.value.id : (0 as never), password: PASSWORD })
    desk.jobs.checkNow()
    await eventually('the mail', async () => (await tickets()).length === 1)
    expect(desk.jobs.health()[0]).toMatchObject({ state: 'idle', errorCode: null })
  })

  it('a password that is typed anew is tried at once, although the line with the old one still stands', async () => {
    const made = await desk.client.mail.createMailbox({ ...mailboxFields(servers), password: PASSWORD })
    const id = made.ok ? made.value.id : (0 as never)
    await desk.jobs.start()
    await eventually('the line', () => desk.jobs.health()[0]?.state === 'idle')
    await desk.client.mail.setSecret({ id, password: 'sbagliata' })
    await eventually('the refusal', () => desk.jobs.health()[0]?.errorCode === 'mailbox_auth_failed')
    await desk.client.mail.setSecret({ id, password: PASSWORD })
    await eventually('the line again', () => desk.jobs.health()[0]?.state === 'idle')
  })

  it('the connection test tells of both servers and shows an unknown certificate', async () => {
    const fields = mailboxFields(servers)
    const good = await desk.client.mail.test({ ...fields, id: null, password: PASSWORD })
    expect(good).toMatchObject({ ok: true, value: { imap: { ok: true, idle: true }, smtp: { ok: true } } })
    const unknown = { ...fields.imap, pinnedFingerprint: '' }
    const bad = await desk.client.mail.test({ ...fields, imap: unknown, id: null, password: PASSWORD })
    expect(bad).toMatchObject({
      value: { imap: { ok: false, errorCode: 'mailbox_tls_untrusted', fingerprint: servers.fingerprint } },
    })
    const none = await desk.client.mail.test({ ...fields, id: null, password: null })
    expect(none).toMatchObject({ value: { imap: { errorCode: 'mailbox_secret_missing' } } })
  })

  it('one desk reads and sends; when it steps down the other takes over and doubles nothing', async () => {
    await enrol()
    const other = await mailDesk({
      storePath: desk.parts.current.store.facts.path,
      folder: `${desk.parts.current.store.facts.path}.two`,
      deskId: 'desk-two',
    })
    try {
      await other.client.mail.setSecret({ id: 1 as never, password: PASSWORD })
      await eventually('the first desk', () => desk.jobs.health()[0]?.state === 'idle')
      await other.jobs.start()
      await eventually('the second to stand by', () => other.jobs.health()[0]?.state === 'other_desk')
      await servers.deliver(DESK, plainMail('Prima'))
      await eventually('the first ticket', async () => (await tickets()).length === 1)
      await desk.jobs.stop()
      await servers.deliver(DESK, plainMail('Seconda'))
      await eventually('the second ticket', async () => (await tickets()).length === 2)
      await eventually('two thanks', async () => (await toMario()).length === 2)
    } finally {
      await other.close()
    }
  })
})
