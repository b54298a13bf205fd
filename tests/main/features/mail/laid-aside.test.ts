import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { QuarantineView } from '@shared/contract/mail'
import type { QuarantineId } from '@shared/kernel/ids'
import { claimOutgoing, recordOutcome } from '@main/features/mail/outgoing'
import { neededFor } from '@main/features/photos/file-access-queries'
import { mailDesk, type MailDesk } from '../../../support/mail-desk'
import { quietMailbox } from '../../../support/mailbox-fields'
import { bounceOf, rawMail } from '../../../support/raw-mails'

const DESK = 'desk@capannori.example'

let desk: MailDesk
let uid = 0
beforeEach(async () => {
  desk = await mailDesk()
  await desk.client.mail.createMailbox({ ...quietMailbox(DESK), password: 'chiave' })
})
afterEach(() => desk.close())

const letter = (from: string, id: string, subject: string, ...more: readonly string[]): Buffer =>
  rawMail(`From: ${from}`, `To: ${DESK}`, `Subject: ${subject}`, `Message-ID: <${id}>`, ...more, '', 'Testo', '')
const receive = async (...raws: readonly Buffer[]) => {
  const received = await desk.receive(raws, { mailboxId: 1, uid: uid + 1, acknowledge: true })
  uid += raws.length
  return received
}
const look = async (view: QuarantineView, text = '') => {
  const found = await desk.client.mail.quarantine({ view, text })
  if (!found.ok) throw new Error(found.error.code)
  return found.value
}
const counts = async () => ({
  waiting: (await look('waiting')).total,
  dismissed: (await look('dismissed')).total,
  automatic: (await look('automatic')).total,
  resolved: (await look('resolved')).total,
})
const only = async (view: QuarantineView) => {
  const { rows } = await look(view)
  const [row] = rows
  if (rows.length !== 1 || row === undefined) throw new Error(`${rows.length} rows in ${view}`)
  return row
}
const sendThanks = async (): Promise<string> => {
  const held = await desk.parts.current.leases.hold('mailbox:1')
  if (held.state !== 'held') throw new Error(held.state)
  const claimed = await claimOutgoing(desk.parts, 1, held.lease)
  if (!claimed.ok || claimed.value === null) throw new Error('nothing was due')
  await recordOutcome(desk.parts, claimed.value, { state: 'sent', refused: [] }, null)
  return claimed.value.message.messageId
}

describe('mail that was laid aside', () => {
  it('is read again after it was dismissed, with who did it and when, and can be put back', async () => {
    await receive(
      letter('Sportello <no-reply@banca.example>', 'x@b', 'Avviso', 'Precedence: bulk', 'Reply-To: a@b.example'),
    )
    await desk.receive([rawMail('From: rotto@x.example', 'Subject: Allegato rotto', '', 'x', '')], {
      mailboxId: 1,
      uid: 900,
      problem: 'too_large',
    })
    const waiting = (await look('waiting', 'rotto')).rows[0]
    expect(waiting).toMatchObject({ subject: 'Allegato rotto', state: 'open', decided: null })
    const id = waiting?.id as QuarantineId
    await desk.client.mail.resolveQuarantine({ id, action: { kind: 'dismiss' } })

    const dismissed = await only('dismissed')
    expect(dismissed).toMatchObject({ id, state: 'dismissed', decided: { by: 'Maria Bianchi' } })
    expect(Math.abs((dismissed.decided?.at ?? 0) - desk.clock.now())).toBeLessThan(60_000)
    const source = await desk.client.mail.quarantineSource({ id })
    expect(source.ok && source.value.text).toContain('Allegato rotto')

    expect(await desk.client.mail.reopenQuarantine({ id })).toMatchObject({ ok: true })
    expect((await look('dismissed')).total).toBe(0)
    expect((await look('waiting', 'rotto')).rows).toMatchObject([{ id, decided: null }])
  })

  it('shows absence notices, bounces and lists with what they belong to, and never asks anybody about them', async () => {
    const [opened] = await receive(letter('Mario <mario@cittadini.example>', 'buca@c', 'Buca in via Romana'))
    const thanks = await sendThanks()
    await receive(
      letter(
        'Mario <mario@cittadini.example>',
        'ferie@c',
        'Fuori sede',
        `In-Reply-To: ${thanks}`,
        'Auto-Submitted: auto-replied',
      ),
      letter('Offerte <info@negozio.example>', 'off@c', 'Offerte', 'List-Id: <offerte.example>'),
      bounceOf(thanks, 'mario@cittadini.example'),
    )
    expect(await counts()).toEqual({ waiting: 0, dismissed: 0, automatic: 3, resolved: 0 })
    const { rows } = await look('automatic')
    const ticket = { id: opened?.ticketId, number: opened?.ticketNumber, subject: 'Buca in via Romana' }
    expect(rows).toMatchObject([
      { reason: 'bounce', state: 'matched', word: 'bounced', ticket, about: { to: ['mario@cittadini.example'] } },
      { reason: 'list', state: 'kept', ticket: null, about: null },
      { reason: 'automatic', state: 'matched', ticket, about: null },
    ])
    // What became part of a ticket is read by those who read tickets.
    const needed = await Promise.all(
      rows.map(async ({ sha256 }) => {
        const answer = await desk.parts.current.store.read((db) => neededFor(db, sha256))
        return answer.ok ? answer.value : answer.error.code
      }),
    )
    expect(needed).toEqual(['tickets.read', 'mail.read', 'tickets.read'])
    expect((await look('automatic', 'negozio off')).rows.map(({ subject }) => subject)).toEqual(['Offerte'])
    expect((await look('automatic', 'sconosciuta')).total).toBe(0)
  })

  it('is read as a person reads it, with its source beside', async () => {
    const coded = [
      'Content-Type: text/html; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      '<p>La citt=C3=A0 =C3=A8 al buio</p>',
    ]
    await receive(
      rawMail('From: Comitato <c@frazione.example>', `To: ${DESK}`, 'Subject: Buio', 'List-Id: <c.example>', ...coded),
    )
    const { id } = await only('automatic')
    const source = await desk.client.mail.quarantineSource({ id })
    if (!source.ok) throw new Error(source.error.code)
    expect(source.value.text).toContain('citt=C3=A0')
    expect(source.value.reading).toEqual({ text: 'La città è al buio', truncated: false, files: [] })
  })

  it('becomes a ticket when a list turns out to be a citizen, and is never dismissed', async () => {
    await receive(
      letter('Comitato <comitato@frazione.example>', 'l@c', 'Lampioni spenti', 'List-Id: <comitato.example>'),
    )
    const { id } = await only('automatic')
    const refused = await desk.client.mail.resolveQuarantine({ id, action: { kind: 'dismiss' } })
    expect(refused).toMatchObject({ ok: false, error: { code: 'conflict' } })
    const made = await desk.client.mail.resolveQuarantine({ id, action: { kind: 'ticket' } })
    expect(made.ok && made.value.ticketId).toBeGreaterThan(0)
    expect(await counts()).toEqual({ waiting: 0, dismissed: 0, automatic: 0, resolved: 1 })
    expect(await only('resolved')).toMatchObject({
      ticket: { subject: 'Lampioni spenti' },
      decided: { by: 'Maria Bianchi' },
    })
  })
})
