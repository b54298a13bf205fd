import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MessageId, TicketId, UserId } from '@shared/kernel/ids'
import { permissionsOf } from '@shared/accounts/permissions'
import { relationHandlers } from '@main/features/relations/handlers'
import type { Caller } from '@main/platform/caller'
import { type MailDesk, mailDesk } from '../../../support/mail-desk'

let desk: MailDesk
beforeEach(async () => {
  desk = await mailDesk()
})
afterEach(() => desk.close())

const mail = (over: { from: string; id: string; subject: string; answers?: string; text?: string }): Uint8Array =>
  Buffer.from(
    [
      `From: <${over.from}>`,
      'To: segnalazioni@comune.example',
      `Subject: ${over.subject}`,
      `Message-ID: <${over.id}@posta.example>`,
      ...(over.answers === undefined ? [] : [`In-Reply-To: <${over.answers}@posta.example>`]),
      'Date: Mon, 23 Nov 2026 09:00:00 +0100',
      'Content-Type: text/plain; charset=utf-8',
      '',
      over.text ?? 'Testo del messaggio.',
      '',
    ].join('\r\n'),
  )
const receive = async (over: Parameters<typeof mail>[0]): Promise<TicketId> => {
  const [placed] = await desk.receive([mail(over)])
  return placed?.ticketId as TicketId
}
const caller: Caller = {
  user: {
    id: 1 as UserId,
    username: 'maria',
    displayName: 'Maria Bianchi',
    roles: ['mail'],
    permissions: [...permissionsOf(['mail'])],
  },
  line: 'test',
}
const relations = () => relationHandlers(desk.parts)
const done = <T>(answer: { ok: true; value: T } | { ok: false; error: { code: string } }): T => {
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.value
}
const messagesOf = async (id: TicketId) =>
  done(await desk.client.tickets.timeline({ id })).entries.flatMap(({ message }) => (message ? [message] : []))

describe('mail after a merge', () => {
  it('goes to the master, and after the unmerging to its own ticket again', async () => {
    const master = await receive({ from: 'nadia@posta.example', id: 'a1', subject: 'Lampione' })
    const other = await receive({ from: 'sergio@posta.example', id: 'b1', subject: 'Luce spenta' })
    done(await relations().merge(caller, { masterId: master, ids: [other], tell: [], key: 'unione-0001' }))
    expect(await receive({ from: 'sergio@posta.example', id: 'b2', subject: 'Re: Luce', answers: 'b1' })).toBe(master)
    done(await relations().unmerge(caller, { id: other }))
    expect(await receive({ from: 'sergio@posta.example', id: 'b3', subject: 'Re: Luce', answers: 'b1' })).toBe(other)
  })
})

describe('a mail that is another matter', () => {
  it('becomes a linked ticket of its writer, and its answers follow it', async () => {
    const first = await receive({ from: 'nadia@posta.example', id: 'a1', subject: 'Lampione' })
    await receive({
      from: 'nadia@posta.example',
      id: 'a2',
      subject: 'Re: Lampione',
      answers: 'a1',
      text: 'E una buca.',
    })
    const [report, second] = await messagesOf(first)
    if (!report || !second) throw new Error('no mails')
    const whole = await relations().split(caller, { messageId: report.id, subject: 'No', key: 'separa-0001' })
    expect(whole).toMatchObject({ ok: false, error: { code: 'invalid_input' } })
    const made = done(
      await relations().split(caller, { messageId: second.id as MessageId, subject: 'Buca', key: 'separa-0002' }),
    )
    expect((await messagesOf(first)).map(({ id }) => id)).toEqual([report.id])
    const madeId = made.id as TicketId
    expect(await messagesOf(madeId)).toMatchObject([{ id: second.id, purpose: 'report', text: 'E una buca.' }])
    expect(done(await desk.client.tickets.get({ id: madeId }))).toMatchObject({ subject: 'Buca', status: 'new' })
    expect(done(await relations().of(caller, { ticketId: madeId })).links).toMatchObject([{ id: first, kind: 'split' }])
    expect(await receive({ from: 'nadia@posta.example', id: 'a3', subject: 'Re: x', answers: 'a2' })).toBe(made.id)
    expect(await receive({ from: 'nadia@posta.example', id: 'a4', subject: 'Re: x', answers: 'a1' })).toBe(first)
  })
})
