import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HOUR_MS } from '@shared/kernel/instant'
import type { TicketId } from '@shared/kernel/ids'
import { claimOutgoing, recordOutcome } from '@main/features/mail/outgoing'
import type { Lease } from '@main/store/leases'
import { mailDesk, type MailDesk } from '../../../support/mail-desk'
import { quietMailbox } from '../../../support/mailbox-fields'
import { rawMail } from '../../../support/raw-mails'

const DESK = 'desk@capannori.example'
const MARIO = 'mario@cittadini.example'

let desk: MailDesk
let lease: Lease

beforeEach(async () => {
  desk = await mailDesk()
  const made = await desk.client.mail.createMailbox({ ...quietMailbox(DESK), password: 'chiave' })
  if (!made.ok) throw new Error(made.error.code)
  const held = await desk.parts.current.leases.hold('mailbox:1')
  if (held.state !== 'held') throw new Error(held.state)
  lease = held.lease
})
afterEach(() => desk.close())

let uid = 0
const receive = async (...raws: readonly Buffer[]) => {
  const received = await desk.receive(raws, { mailboxId: 1, uid: uid + 1, acknowledge: true })
  uid += raws.length
  return received
}
const letter = (id: string, subject: string, more: readonly string[] = [], text = 'C e una buca'): Buffer =>
  rawMail(
    `From: Mario <${MARIO}>`,
    `To: ${DESK}`,
    `Subject: ${subject}`,
    `Message-ID: <${id}@cittadini.example>`,
    ...more,
    '',
    text,
    '',
  )
const outgoing = async () => {
  const found = await desk.client.messages.outbox({})
  if (!found.ok) throw new Error(found.error.code)
  return found.value.messages
}
const detail = async (id: TicketId) => {
  const found = await desk.client.tickets.get({ id })
  if (!found.ok) throw new Error(found.error.code)
  return found.value
}
const messagesOf = async (id: TicketId) => {
  const found = await desk.client.tickets.timeline({ id })
  if (!found.ok) throw new Error(found.error.code)
  return found.value.entries.flatMap(({ message }) => (message === null ? [] : [message]))
}
/** Sends what is due; answers its Message-ID. */
const send = async (): Promise<string> => {
  const claimed = await claimOutgoing(desk.parts, 1, lease)
  if (!claimed.ok || claimed.value === null) throw new Error('nothing was due')
  await recordOutcome(desk.parts, claimed.value, { state: 'sent', refused: [] }, null)
  return claimed.value.message.messageId
}

describe('the thanks', () => {
  it('go out twice for what is alike within three hours: a machine that strips its marks is not argued with', async () => {
    const alike = [
      'Abbiamo ricevuto la Sua richiesta',
      'Re: Abbiamo ricevuto la sua  richiesta.',
      'ABBIAMO RICEVUTO LA SUA RICHIESTA',
    ]
    await receive(...alike.map((subject, n) => letter(`a${n}`, subject)))
    expect(await outgoing()).toHaveLength(2)
    await receive(letter('b', 'Buca in via Romana'))
    expect(await outgoing()).toHaveLength(3)
    desk.clock.skip(3 * HOUR_MS + 1000)
    await receive(letter('c', alike[0] ?? ''))
    expect(await outgoing()).toHaveLength(4)
  })

  it('go to the citizen whose mail a colleague passes on', async () => {
    await receive(
      rawMail(
        'From: Maria Bianchi <maria@capannori.example>',
        `To: ${DESK}`,
        'Subject: I: Fosso',
        'Message-ID: <i1@capannori.example>',
        '',
        'Da: Luca Verdi <luca@cittadini.example>\r\nInviato: ieri\r\nA: URP\r\nOggetto: Fosso\r\n\r\nIl fosso trabocca',
        '',
      ),
    )
    expect((await outgoing()).map(({ to }) => to)).toEqual([['luca@cittadini.example']])
  })
})

describe('an absence notice', () => {
  it('joins the ticket that it answers, reopens nothing and is no news', async () => {
    const [first] = await receive(letter('m1', 'Buca'))
    const id = first?.ticketId as TicketId
    const thanks = await send()
    await desk.client.tickets.changeStatus({ id, base: 'new', to: 'closed', outcome: 'resolved' })
    const before = await detail(id)
    const [notice] = await receive(
      letter('m2', 'Risposta automatica: Segnalazione ricevuta', [
        'Auto-Submitted: auto-replied',
        `In-Reply-To: ${thanks}`,
      ]),
    )
    expect(notice).toMatchObject({ outcome: 'automatic', ticketId: id })
    expect(await detail(id)).toMatchObject({
      status: 'closed',
      hasUnread: before.hasUnread,
      lastActivityAt: before.lastActivityAt,
    })
    expect((await messagesOf(id)).at(-1)).toMatchObject({ isAutomatic: true, direction: 'in' })
    expect(await outgoing()).toEqual([])
  })

  it('that answers nothing of ours opens nothing', async () => {
    const [notice] = await receive(letter('m9', 'Risposta automatica', ['Auto-Submitted: auto-replied']))
    expect(notice).toMatchObject({ outcome: 'automatic', ticketId: null })
    const all = await desk.client.tickets.list({ filter: { view: 'all' } })
    expect(all.ok && all.value.total).toBe(0)
  })
})

describe('a mail that came back', () => {
  const daemon = (subject: string, more: readonly string[], text: string): Buffer =>
    rawMail('From: MAILER-DAEMON@mx.example', `To: ${DESK}`, `Subject: ${subject}`, ...more, '', text, '')
  const failing = async () => {
    const found = await desk.client.messages.failing({
      addresses: ['Mario@Cittadini.example', 'altri@cittadini.example'],
    })
    if (!found.ok) throw new Error(found.error.code)
    return found.value.failing.map(({ address, permanent }) => [address, permanent])
  }
  let id: TicketId
  let thanks: string
  let number: string
  beforeEach(async () => {
    const [first] = await receive(letter('m1', 'Buca'))
    id = first?.ticketId as TicketId
    number = first?.ticketNumber ?? ''
    thanks = await send()
  })

  it.each([
    [
      'qmail, which quotes the mail below its words',
      () =>
        daemon(
          'failure notice',
          [],
          `Hi. This is the qmail-send program at mx.example.\r\n<${MARIO}>:\r\nSorry, no mailbox here by that name.\r\n\r\n--- Below this line is a copy of the message.\r\n\r\nMessage-ID: ${thanks}\r\nSubject: x`,
        ),
    ],
    [
      'Exim, which names whom it failed',
      () =>
        daemon(
          'Mail delivery failed: returning message to sender',
          [`X-Failed-Recipients: ${MARIO}`, 'Auto-Submitted: auto-replied', `References: ${thanks}`],
          'This message was created automatically by mail delivery software.',
        ),
    ],
    [
      'a provider that tells only the subject and the address',
      () =>
        daemon(
          'Messaggio non consegnato',
          [],
          `Impossibile recapitare a ${MARIO} il messaggio "[#${number}] Segnalazione ricevuta"`,
        ),
    ],
  ])('is known from %s', async (_, bounce) => {
    const [told] = await receive(bounce())
    expect(told).toMatchObject({ outcome: 'bounce', ticketId: id })
    const message = (await messagesOf(id)).find(({ direction }) => direction === 'out')
    expect(message).toMatchObject({ state: 'undelivered', undelivered: [MARIO] })
    expect(message?.delivery).toMatchObject([{ to: MARIO, state: 'undeliverable' }])
    expect(await failing()).toEqual([['Mario@Cittadini.example', true]])
  })

  it('gets no thanks any more, until somebody writes from there', async () => {
    await receive(daemon('failure notice', [`In-Reply-To: ${thanks}`], `<${MARIO}>: user unknown`))
    const viaForm = rawMail(
      'From: modulo@capannori.example',
      `Reply-To: ${MARIO}`,
      `To: ${DESK}`,
      'Subject: Altro',
      'Message-ID: <f1@capannori.example>',
      '',
      'x',
      '',
    )
    expect(await failing()).toHaveLength(1)
    await desk.parts.current.store.write((db) =>
      db.insertInto('failing_addresses').values({ address: 'sordo@cittadini.example', permanent: 1, at: 0 }).execute(),
    )
    await receive(
      rawMail(
        'From: Maria Bianchi <maria@capannori.example>',
        `To: ${DESK}`,
        'Subject: I: Fosso',
        'Message-ID: <i1@capannori.example>',
        '',
        'Da: Sordo <sordo@cittadini.example>\r\nInviato: ieri\r\nOggetto: Fosso\r\n\r\nx',
        '',
      ),
    )
    expect(await outgoing()).toEqual([])
    await receive(viaForm)
    expect(await failing()).toEqual([])
    expect(await outgoing()).toHaveLength(1)
  })

  it('only tarries while its server still tries: the message stays sent', async () => {
    await receive(
      daemon('Warning: message delayed 4 hours: undelivered', [`In-Reply-To: ${thanks}`], `${MARIO} will be retried`),
    )
    const message = (await messagesOf(id)).find(({ direction }) => direction === 'out')
    expect(message).toMatchObject({ state: 'sent', delivery: [{ state: 'late' }] })
    expect(await failing()).toEqual([['Mario@Cittadini.example', false]])
  })

  it('marks nothing when it speaks of a mail that was never sent here', async () => {
    const [told] = await receive(
      daemon('failure notice', ['In-Reply-To: <mai@altrove.example>'], `<${MARIO}>: user unknown`),
    )
    expect(told?.outcome).toBe('quarantined')
    expect(await failing()).toEqual([])
  })
})
