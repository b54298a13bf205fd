import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ForwardingId, TicketId } from '@shared/kernel/ids'
import { DAY_MS } from '@shared/kernel/instant'
import { remindRound } from '@main/jobs/remind-job'
import { valueOf } from '../../support/engine'
import { type ForwardingDesk, PROVINCE_PEC, forwardingDesk } from '../../support/forwarding-desk'

let desk: ForwardingDesk
beforeEach(async () => {
  desk = await forwardingDesk()
})
afterEach(() => desk.close())

let mails = 0
const bodyMail = (
  lines: readonly string[],
  text = 'I lavori sono previsti per gennaio.',
  from = PROVINCE_PEC,
): Buffer =>
  Buffer.from(
    [
      `From: Protocollo <${from}>`,
      'To: urp@comune.example',
      `Message-ID: <${(mails += 1)}@provincia.example>`,
      'Date: Mon, 23 Nov 2026 10:00:00 +0100',
      ...lines,
      'Content-Type: text/plain; charset=utf-8',
      '',
      text,
      '',
    ].join('\r\n'),
  )

const round = () => remindRound(desk.parts, () => false)

describe('the body', () => {
  it('answers in the letter’s thread from any desk of its own: the answer joins the ticket, which stays forwarded', async () => {
    const id = await desk.forwarded()
    const header = await desk.headerOf(id, 'letter')
    await desk.receive([
      bodyMail([`In-Reply-To: ${header}`, 'Subject: R: Buca'], 'Ci pensiamo noi.', 'geometra@provincia.example'),
    ])
    const row = await desk.ofTicket(id)
    expect(row).toMatchObject({ state: 'answered' })
    expect(valueOf(await desk.client.tickets.get({ id }))).toMatchObject({ status: 'forwarded', hasUnread: true })
    expect((await desk.messagesOf(id)).at(-1)).toMatchObject({ purpose: 'body_answer', text: 'Ci pensiamo noi.' })
    // It is nobody whom an answer to the citizen would go to.
    const recipients = valueOf(await desk.client.messages.recipients({ ticketId: id }))
    expect(recipients).toMatchObject({ to: ['mario@cittadini.example'], others: [] })
    expect((await desk.list('answered')).rows.map(({ ticketId }) => ticketId)).toEqual([id])
    // It was a protocol number in so many words: the office looks and chases on.
    valueOf(await desk.client.forwarding.notAnswered({ id: row?.id as ForwardingId }))
    expect(await desk.ofTicket(id)).toMatchObject({ state: 'quiet', answeredAt: null })
  })

  it('writes anew from its own address and names the number; a stranger who does so opens a ticket of their own', async () => {
    const id = await desk.forwarded()
    const subject = `Subject: Prot. 1234 rif. vs. segnalazione ${await desk.numberOf(id)}`
    const [stranger] = await desk.receive([bodyMail([subject], 'Anch’io!', 'vicino@cittadini.example')])
    expect(stranger?.ticketId).not.toBe(id)
    expect(await desk.ofTicket(id)).toMatchObject({ answeredAt: null })
    const [mail] = await desk.receive([bodyMail([subject])])
    expect(mail?.ticketId).toBe(id)
    expect(await desk.ofTicket(id)).toMatchObject({ state: 'answered' })
  })

  it('that only gives a protocol number has not answered', async () => {
    const id = await desk.forwarded()
    const raw = Buffer.from(
      [
        `From: <${PROVINCE_PEC}>`,
        'Message-ID: <prot@provincia.example>',
        `In-Reply-To: ${await desk.headerOf(id, 'letter')}`,
        'Subject: Conferma di ricezione',
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        'Protocollo n. 77',
        '--b',
        'Content-Type: application/xml; name="Conferma.xml"',
        'Content-Disposition: attachment; filename="Conferma.xml"',
        '',
        '<ConfermaRicezione/>',
        '--b--',
        '',
      ].join('\r\n'),
    )
    await desk.receive([raw])
    expect((await desk.messagesOf(id)).at(-1)?.purpose).toBe('body_answer')
    expect(await desk.ofTicket(id)).toMatchObject({ answeredAt: null })
  })

  it('is not who wrote a mail that names no sender', async () => {
    const id = await desk.report()
    valueOf(await desk.forward(id, { tell: { via: 'email', text: 'L’abbiamo trasmessa alla Provincia.' } }))
    await desk.letAllGo()
    const [, ...withoutFrom] = bodyMail([`In-Reply-To: ${await desk.headerOf(id, 'reply')}`, 'Subject: Re: Buca'])
      .toString()
      .split('\r\n')
    await desk.receive([Buffer.from(withoutFrom.join('\r\n'))])
    expect((await desk.messagesOf(id)).at(-1)).toMatchObject({ purpose: 'message' })
    expect(await desk.ofTicket(id)).toMatchObject({ answeredAt: null })
  })

  it('answered when it first did, whatever it says by telephone later', async () => {
    const id = await desk.forwarded()
    await desk.receive([bodyMail([`In-Reply-To: ${await desk.headerOf(id, 'letter')}`, 'Subject: R: Buca'])])
    const row = await desk.ofTicket(id)
    desk.clock.skip(9 * DAY_MS)
    valueOf(await desk.client.forwarding.noteAnswer({ id: row?.id as ForwardingId, text: 'Confermano gennaio' }))
    expect((await desk.ofTicket(id))?.answeredAt).toBe(row?.answeredAt)
  })

  it('never makes the citizen’s own answer one of its', async () => {
    const id = await desk.forwarded()
    const tag = `[#${await desk.numberOf(id)}]`
    await desk.receive([bodyMail([`Subject: ${tag} Buca`], 'È ancora lì.', 'mario@cittadini.example')])
    expect((await desk.messagesOf(id)).at(-1)).toMatchObject({ purpose: 'message' })
    expect(await desk.ofTicket(id)).toMatchObject({ answeredAt: null })
  })

  it('is reminded by one word, at the top of the list from its chase date on, and the reminder can be taken back', async () => {
    const late = await desk.forwarded()
    const other = await desk.forwarded()
    desk.clock.skip(35 * DAY_MS)
    const fresh = await desk.forwarded()
    const chaseOn = (await desk.ofTicket(late))?.chaseOn
    expect((await desk.list()).rows.map(({ ticketId, state }) => [ticketId, state])).toEqual([
      [late, 'overdue'],
      [other, 'overdue'],
      [fresh, 'quiet'],
    ])
    expect((await desk.list()).counts).toEqual({ all: 3, overdue: 2, answered: 0, to_tell: 0 })
    const ids = (await desk.list('overdue')).rows.map(({ id }) => id)
    const prepared = valueOf(await desk.client.forwarding.prepareReminder({ id: ids[0] as ForwardingId }))
    expect(prepared.text).toContain('23 novembre 2026')
    expect(prepared.text).not.toMatch(/Rossi/)
    const answer = valueOf(await desk.client.forwarding.remind({ ids }))
    expect(answer.left).toEqual([])
    expect(await desk.ofTicket(late)).toMatchObject({ state: 'quiet', reminders: 1, letter: { state: 'held' } })
    const [reminder] = (await desk.messagesOf(late)).filter(({ purpose }) => purpose === 'reminder')
    expect(reminder?.to).toEqual([PROVINCE_PEC])
    expect((await desk.list('overdue')).total).toBe(0)

    const messageIds = answer.sent.map(({ messageId }) => messageId)
    expect(valueOf(await desk.client.forwarding.takeBack({ messageIds }))).toEqual({ taken: 2 })
    expect(await desk.ofTicket(late)).toMatchObject({ state: 'overdue', reminders: 0, chaseOn, lastReminderAt: null })
    expect(valueOf(await desk.client.forwarding.takeBack({ messageIds }))).toEqual({ taken: 0 })
  })

  it('that cannot be reminded says why, and the others are', async () => {
    const first = await desk.forwarded()
    const second = await desk.forwarded()
    const third = await desk.forwarded()
    const rows = (await desk.list()).rows
    const idOf = (ticketId: TicketId): ForwardingId => rows.find((row) => row.ticketId === ticketId)?.id as ForwardingId
    valueOf(await desk.client.forwarding.noteAnswer({ id: idOf(first), text: 'Il geometra dice gennaio' }))
    // Whoever selected it has not seen yet that somebody took it back.
    valueOf(await desk.client.tickets.changeStatus({ id: third, base: 'forwarded', to: 'accepted' }))
    const ids = [first, second, third].map(idOf)
    const answer = valueOf(await desk.client.forwarding.remind({ ids }))
    expect(answer.sent.map(({ id }) => id)).toEqual([idOf(second)])
    expect(answer.left).toEqual([
      { number: await desk.numberOf(first), body: 'Provincia di Lucca', code: 'answered' },
      { number: await desk.numberOf(third), body: 'Provincia di Lucca', code: 'returned' },
    ])
  })

  it('is reminded by the desk itself only where the office wants it, in working hours, and not for ever', async () => {
    const id = await desk.forwarded()
    desk.clock.skip(35 * DAY_MS)
    await round()
    expect(await desk.ofTicket(id)).toMatchObject({ reminders: 0 })
    valueOf(
      await desk.client.settings.editBody({
        id: desk.province,
        base: { remindsItself: false },
        changes: { remindsItself: true },
      }),
    )
    // Ten in the evening: nobody is there to answer for it.
    desk.clock.skip(12 * 3_600_000)
    await round()
    expect(await desk.ofTicket(id)).toMatchObject({ reminders: 0 })
    desk.clock.skip(12 * 3_600_000)
    for (let times = 0; times < 6; times += 1) {
      await round()
      await desk.letAllGo()
      desk.clock.skip(14 * DAY_MS)
    }
    expect(await desk.ofTicket(id)).toMatchObject({ reminders: 3, state: 'overdue' })
    expect((await desk.messagesOf(id)).filter(({ purpose }) => purpose === 'reminder')).toHaveLength(3)
  })

  it('is not reminded by the desk while the last letter has not left, and again once a person’s has', async () => {
    const id = await desk.forwarded()
    const changes = { remindsItself: true }
    valueOf(await desk.client.settings.editBody({ id: desk.province, base: { remindsItself: false }, changes }))
    valueOf(
      await desk.parts.current.store.write((db) =>
        db.updateTable('messages').set({ state: 'undelivered' }).where('purpose', '=', 'letter').execute(),
      ),
    )
    desk.clock.skip(35 * DAY_MS)
    await round()
    const row = await desk.ofTicket(id)
    expect(row).toMatchObject({ reminders: 0, state: 'overdue' })
    valueOf(await desk.client.forwarding.remind({ ids: [row?.id as ForwardingId] }))
    await desk.letAllGo()
    desk.clock.skip(14 * DAY_MS)
    await round()
    expect(await desk.ofTicket(id)).toMatchObject({ reminders: 2 })
  })

  it('shows how long it takes to answer', async () => {
    const id = await desk.forwarded()
    await desk.forwarded()
    desk.clock.skip(4 * DAY_MS)
    await desk.receive([bodyMail([`In-Reply-To: ${await desk.headerOf(id, 'letter')}`, 'Subject: R: Buca'])], {
      receivedAt: desk.clock.now(),
    })
    const [times] = valueOf(await desk.client.forwarding.times({})).bodies
    expect(times).toMatchObject({ bodyId: desk.province, forwarded: 2, answered: 1, open: 1, overdue: 0 })
    expect(Math.round(times?.medianDays ?? 0)).toBe(4)
  })
})
