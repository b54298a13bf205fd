import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appError } from '@shared/kernel/app-error'
import type { MessageId, TicketId } from '@shared/kernel/ids'
import { type Claim, type SendState, claimOutgoing, recordOutcome } from '@main/features/mail/outgoing'
import type { Lease } from '@main/store/leases'
import { mailDesk, type MailDesk } from '../../../support/mail-desk'
import { quietMailbox } from '../../../support/mailbox-fields'
import { bounceOf, rawMail, rawMails } from '../../../support/raw-mails'

const DESK = 'desk@capannori.example'
const MARIO = 'mario@cittadini.example'
const CARLA = 'carla@cittadini.example'
const SENT: SendState = { state: 'sent', refused: [] }

let desk: MailDesk
let ticketId: TicketId
let lease: Lease

beforeEach(async () => {
  desk = await mailDesk()
  const made = await desk.client.mail.createMailbox({ ...quietMailbox(DESK), password: 'chiave' })
  if (!made.ok) throw new Error(made.error.code)
  const held = await desk.parts.current.leases.hold('mailbox:1')
  if (held.state !== 'held') throw new Error(held.state)
  lease = held.lease
  const [mail] = await desk.receive([rawMails.plain])
  ticketId = mail?.ticketId as TicketId
})
afterEach(() => desk.close())

const entries = async () => {
  const found = await desk.client.tickets.timeline({ id: ticketId })
  if (!found.ok) throw new Error(found.error.code)
  return found.value.entries
}
const answer = async () => (await entries()).findLast(({ message }) => message?.direction === 'out')?.message
const claim = async (): Promise<Claim> => {
  const claimed = await claimOutgoing(desk.parts, 1, lease)
  if (!claimed.ok || claimed.value === null) throw new Error('nothing was due')
  return claimed.value
}
/** A reply to both that has left; answers its claim. */
const sent = async (outcome: SendState = SENT): Promise<Claim> => {
  const replied = await desk.client.messages.reply({
    ticketId,
    via: 'email',
    official: false,
    to: [MARIO],
    cc: [CARLA],
    text: 'La squadra passa domani.',
    seenEntryId: (await entries()).at(-1)?.id ?? 0,
  })
  if (!replied.ok) throw new Error(replied.error.code)
  desk.clock.skip(60_000)
  const claimed = await claim()
  await recordOutcome(desk.parts, claimed, outcome, null)
  return claimed
}

describe('a message that did not reach everybody', () => {
  it('names whom, and goes again to these alone', async () => {
    const { message } = await sent()
    expect(message.sendTo).toEqual([MARIO, CARLA])
    const [bounce] = await desk.receive([bounceOf(message.messageId, CARLA.toUpperCase())])
    expect(bounce?.outcome).toBe('bounce')
    expect(await answer()).toMatchObject({ state: 'undelivered', undelivered: [CARLA], errorCode: 'mail_undelivered' })
    const waiting = await desk.client.messages.outbox({})
    expect(waiting.ok && waiting.value.messages).toEqual([])
    expect(await desk.client.messages.retry({ id: message.id as MessageId })).toMatchObject({ ok: true })
    const again = await claim()
    expect(again.message).toMatchObject({ id: message.id, sendTo: [CARLA], to: [MARIO], cc: [CARLA] })
    await recordOutcome(desk.parts, again, SENT, null)
    expect(await answer()).toMatchObject({ state: 'sent', undelivered: [], errorCode: null })
  })

  it('is known from the server that refused one of them at the door', async () => {
    await sent({ state: 'sent', refused: [MARIO] })
    expect(await answer()).toMatchObject({ state: 'undelivered', undelivered: [MARIO] })
  })

  it('is judged by the sending under way, not by a report that comes late', async () => {
    const { message } = await sent()
    await desk.receive([bounceOf(message.messageId, CARLA)])
    await desk.client.messages.retry({ id: message.id as MessageId })
    await desk.receive([bounceOf(message.messageId, MARIO)])
    expect(await answer()).toMatchObject({ state: 'queued' })
    expect((await claim()).message.sendTo).toEqual([CARLA])
  })
})

describe('whether the citizen was answered', () => {
  const answered = async (): Promise<number | null> => {
    const found = await desk.client.tickets.get({ id: ticketId })
    if (!found.ok) throw new Error(found.error.code)
    return found.value.firstAnsweredAt
  }
  const isDue = async (): Promise<boolean> => {
    const found = await desk.client.tickets.get({ id: ticketId })
    return found.ok && found.value.dueOf === 'first_answer'
  }
  const failed: SendState = { state: 'permanent', error: appError('smtp_rejected') }

  it('counts from when the answer left', async () => {
    const written = desk.clock.now()
    await sent()
    // A minute lies between the writing and the sending.
    expect(await answered()).toBeGreaterThanOrEqual(written + 60_000)
    expect(await isDue()).toBe(false)
  })

  it.each([
    ['failed', failed],
    ['may not have left', { state: 'uncertain', error: appError('mailbox_dropped') } as const],
    ['was refused for everybody', { state: 'sent', refused: [MARIO, CARLA] } as const],
  ])('is not so by one that %s, until it goes again or a person says that it arrived', async (_what, outcome) => {
    const { message } = await sent(outcome)
    expect(await answered()).toBeNull()
    expect(await isDue()).toBe(true)
    desk.clock.skip(3_600_000)
    const again = desk.clock.now()
    await desk.client.messages.retry({ id: message.id as MessageId })
    expect(await answered()).toBeGreaterThanOrEqual(again)
    await recordOutcome(desk.parts, await claim(), failed, null)
    expect(await answered()).toBeNull()
    await desk.client.messages.markSent({ id: message.id as MessageId })
    expect(await answered()).not.toBeNull()
    expect(await isDue()).toBe(false)
  })

  it('is not so by one that was refused and taken back to be corrected: it lies with its writer again', async () => {
    const { message } = await sent(failed)
    const back = await desk.client.messages.undo({ id: message.id as MessageId })
    expect(back).toMatchObject({ ok: true, value: { ticketId, face: 'reply' } })
    expect(await answer()).toMatchObject({ state: 'withdrawn', errorCode: null })
    const draft = await desk.client.messages.draft({ ticketId, face: 'reply' })
    expect(draft).toMatchObject({ ok: true, value: { data: { to: [MARIO], cc: [CARLA] } } })
    expect(await desk.client.messages.outbox({})).toMatchObject({ value: { messages: [] } })
    expect(await answered()).toBeNull()
    const other = await sent()
    expect(await desk.client.messages.undo({ id: other.message.id as MessageId })).toMatchObject({ ok: false })
  })

  it('is so where it came back from somebody else alone, from when it left first', async () => {
    const { message } = await sent()
    const first = await answered()
    await desk.receive([bounceOf(message.messageId, CARLA)])
    expect(await answered()).toBe(first)
    desk.clock.skip(3_600_000)
    await desk.client.messages.retry({ id: message.id as MessageId })
    await recordOutcome(desk.parts, await claim(), SENT, null)
    expect(await answered()).toBe(first)
    await desk.receive([bounceOf(message.messageId, MARIO)])
    expect(await answered()).toBeNull()
  })
})

describe('a mail that carries a Message-ID of ours', () => {
  const sentAs = (id: string, from: string): Buffer =>
    rawMail(`From: ${from}`, `To: ${DESK}`, 'Subject: Re: Buca', `Message-ID: ${id}`, '', 'Non è vero', '')

  it('is our own coming back when we wrote it, and somebody’s when somebody else did', async () => {
    const { message } = await sent()
    const [own, stranger] = await desk.receive([
      sentAs(message.messageId, `Cantoniere <${DESK}>`),
      sentAs(message.messageId, 'Ticket System <sistema@altro.example>'),
    ])
    expect(own?.outcome).toBe('seen')
    expect(['appended', 'created']).toContain(stranger?.outcome)
  })
})
