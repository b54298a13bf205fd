import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MessageId, TicketId } from '@shared/kernel/ids'
import { claimOutgoing, recordOutcome } from '@main/features/mail/outgoing'
import type { Lease } from '@main/store/leases'
import { mailDesk, type MailDesk } from '../../../support/mail-desk'
import { quietMailbox } from '../../../support/mailbox-fields'
import { pecProvider, type ReceiptOf, type Wrapping } from '../../../support/pec-provider'

const PEC = 'urp@pec.comune.example'
const MARIO = 'mario@pec.example'
const CARLA = 'Carla@pec.example'
const LUCA = 'luca@posta.example'

let provider: Awaited<ReturnType<typeof pecProvider>>
let desk: MailDesk
let lease: Lease

const inner = (id: string, subject = 'Buca in via Romana'): string =>
  [
    `From: Mario Rossi <${MARIO}>`,
    `To: ${PEC}`,
    `Subject: ${subject}`,
    `Message-ID: <${id}@pec.example>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'È pericolosa',
    '',
  ].join('\r\n')

const mailbox = async (kind: 'pec' | 'ordinary', address: string): Promise<number> => {
  const made = await desk.client.mail.createMailbox({
    ...quietMailbox(address, { name: kind, senderName: 'Comune', kind }),
    password: 'chiave',
  })
  if (!made.ok) throw new Error(made.error.code)
  return made.value.id
}

beforeAll(async () => {
  provider = await pecProvider()
})
beforeEach(async () => {
  desk = await mailDesk()
  await mailbox('pec', PEC)
  await mailbox('ordinary', 'urp@comune.example')
  const held = await desk.parts.current.leases.hold('mailbox:1')
  if (held.state !== 'held') throw new Error(held.state)
  lease = held.lease
})
afterEach(() => desk.close())

const believe = async (file: string): Promise<void> => {
  const added = await desk.client.mail.addAuthorities({ base64: Buffer.from(file).toString('base64') })
  if (!added.ok) throw new Error(added.error.code)
}
const entriesOf = async (id: TicketId) => {
  const found = await desk.client.tickets.timeline({ id })
  if (!found.ok) throw new Error(found.error.code)
  return found.value.entries
}
const firstMessage = async (id: TicketId) =>
  (await entriesOf(id)).find(({ message }) => message?.direction === 'in')?.message

describe('certified mail that comes in', () => {
  const read = async (how: Wrapping, mailboxId = 1) => {
    const [received] = await desk.receive([await provider.envelope(inner(how.id), how)], { mailboxId, uid: 1 })
    expect(received?.outcome).toBe('created')
    return firstMessage(received?.ticketId as TicketId)
  }

  it('is certified when the provider’s signature leads to an authority that the office believes', async () => {
    await believe(provider.authority)
    const message = await read({ id: 'a' })
    expect(message).toMatchObject({
      pec: 'certified',
      via: 'pec',
      fromAddress: MARIO,
      text: 'È pericolosa',
      signature: { outcome: 'certified', signer: 'Gestore di prova S.p.A.' },
    })
    const raw = await desk.client.messages.raw({ id: message?.id as MessageId })
    expect(raw).toMatchObject({ ok: true, value: { name: expect.stringMatching(/\.eml$/) as string } })
  })

  it.each([
    ['stranger', 'unknown_authority'],
    ['other-address', 'other_signer'],
    ['expired', 'expired'],
    ['nobody', 'unsigned'],
  ] as const)('signed by %s is unwrapped all the same, and only called %s', async (by, outcome) => {
    await believe(provider.authority)
    expect(await read({ id: by, by })).toMatchObject({
      pec: 'unverified',
      fromAddress: MARIO,
      text: 'È pericolosa',
      signature: { outcome },
    })
  })

  it('is not certified when a letter of it was changed on its way', async () => {
    await believe(provider.authority)
    const message = await read({ id: 'x', alter: (signed) => signed.replace('pericolosa', 'innocuosa!') })
    expect(message).toMatchObject({ pec: 'unverified', signature: { outcome: 'altered' } })
  })

  it('speaks from its signed part alone: a message put beside it is not what the provider carried', async () => {
    await believe(provider.authority)
    const raw = await provider.envelope(inner('due'), { id: 'due' })
    const beside = [
      '--firma',
      'Content-Type: message/rfc822; name="postacert.eml"',
      '',
      inner('falsa').replace('pericolosa', 'FALSA'),
      '--firma',
      'Content-Type: application/pkcs7-signature',
    ].join('\r\n')
    const forged = raw.toString('latin1').replace('--firma\r\nContent-Type: application/pkcs7-signature', () => beside)
    const [received] = await desk.receive([Buffer.from(forged, 'latin1')], { mailboxId: 1, uid: 1 })
    expect((await firstMessage(received?.ticketId as TicketId))?.text).toBe('È pericolosa')
  })

  it('is not certified in an ordinary mailbox, nor while nobody is believed', async () => {
    expect(await read({ id: 'nessuno' })).toMatchObject({
      pec: 'unverified',
      signature: { outcome: 'unknown_authority' },
    })
    await believe(provider.authority)
    expect(await read({ id: 'ordinaria' }, 2)).toMatchObject({
      pec: 'unverified',
      signature: { outcome: 'ordinary_mailbox' },
    })
  })

  it('knows its authorities from a bundle, once each, and forgets one that is taken out', async () => {
    await believe(provider.bundle)
    await believe(provider.authority)
    const known = await desk.client.mail.authorities({})
    const names = known.ok ? known.value.authorities.map(({ name }) => name) : []
    expect(names).toEqual(['Autorità intermedia', 'Radice di prova'])
    for (const { fingerprint } of known.ok ? known.value.authorities : [])
      expect(await desk.client.mail.removeAuthority({ fingerprint })).toEqual({ ok: true, value: {} })
    expect(await read({ id: 'dopo' })).toMatchObject({ signature: { outcome: 'unknown_authority' } })
    expect(await desk.client.mail.addAuthorities({ base64: Buffer.from('ciao').toString('base64') })).toMatchObject({
      ok: false,
      error: { code: 'wrong_file_type' },
    })
  })
})

describe('what the provider tells of a mail that left', () => {
  let ticketId: TicketId
  let about: string

  beforeEach(async () => {
    await believe(provider.authority)
    const [received] = await desk.receive([await provider.envelope(inner('prima'), { id: 'prima' })], {
      mailboxId: 1,
      uid: 1,
    })
    ticketId = received?.ticketId as TicketId
    const replied = await desk.client.messages.reply({
      ticketId,
      via: 'email',
      official: true,
      mailboxId: 1 as never,
      to: [MARIO, CARLA],
      cc: [LUCA],
      text: 'La squadra passa domani.',
      seenEntryId: (await entriesOf(ticketId)).at(-1)?.id ?? 0,
    })
    if (!replied.ok) throw new Error(replied.error.code)
    desk.clock.skip(60_000)
    about = await send()
  })

  const send = async (): Promise<string> => {
    const claimed = await claimOutgoing(desk.parts, 1, lease)
    if (!claimed.ok || claimed.value === null) throw new Error('nothing was due')
    await recordOutcome(desk.parts, claimed.value, { state: 'sent', refused: [] }, null)
    return claimed.value.message.messageId
  }
  const answer = async () => {
    const message = (await entriesOf(ticketId)).findLast((entry) => entry.message?.direction === 'out')?.message
    if (!message) throw new Error('no answer')
    return message
  }
  const states = async () => Object.fromEntries((await answer()).delivery.map(({ to, state }) => [to, state]))
  let count = 0
  const tell = async (
    receipt: Omit<ReceiptOf, 'about' | 'to' | 'recipients'> & Partial<ReceiptOf>,
    by?: Wrapping['by'],
  ) => {
    count += 1
    const full = { about, to: PEC, recipients: [MARIO, CARLA, LUCA], ...receipt }
    const raw = await provider.receipt(full, { id: `r${count}`, ...(by === undefined ? {} : { by }) })
    const [received] = await desk.receive([raw], { mailboxId: 1, uid: 100 + count })
    return received?.outcome
  }

  it('waits for the provider, then says by recipient how far it got', async () => {
    expect(await answer()).toMatchObject({ via: 'pec', state: 'sent' })
    expect(await states()).toEqual({ [MARIO]: 'waiting', [CARLA]: 'waiting', [LUCA]: 'waiting' })
    expect(await tell({ kind: 'accettazione', external: [LUCA] })).toBe('receipt')
    expect(await states()).toEqual({ [MARIO]: 'accepted', [CARLA]: 'accepted', [LUCA]: 'accepted' })
    expect((await answer()).delivery.map(({ isExternal }) => isExternal)).toEqual([false, false, true])
    await tell({ kind: 'avvenuta-consegna', delivered: MARIO })
    await tell({ kind: 'preavviso-errore-consegna', delivered: CARLA.toLowerCase(), reason: 'nessuna risposta' })
    expect(await states()).toEqual({ [MARIO]: 'delivered', [CARLA]: 'late', [LUCA]: 'accepted' })
    expect((await answer()).state).toBe('sent')
    await tell({ kind: 'errore-consegna', delivered: CARLA, reason: '5.1.1 - indirizzo non valido' })
    expect(await answer()).toMatchObject({ state: 'undelivered', undelivered: [CARLA] })
    expect((await answer()).delivery[1]).toMatchObject({
      state: 'undeliverable',
      reason: '5.1.1 - indirizzo non valido',
      certified: true,
    })
    const files = (await answer()).attachments.map(({ sha256 }) => sha256)
    expect(files).toEqual(
      expect.arrayContaining((await answer()).delivery.flatMap(({ receipts }) => receipts.map((one) => one.sha256))),
    )
  })

  it('is not overtaken by a receipt that comes late', async () => {
    await tell({ kind: 'avvenuta-consegna', delivered: MARIO })
    await tell({ kind: 'presa-in-carico' })
    await tell({ kind: 'accettazione' })
    expect(await states()).toEqual({ [MARIO]: 'delivered', [CARLA]: 'taken', [LUCA]: 'taken' })
  })

  it.each([
    ['non-accettazione', 'refused'],
    ['rilevazione-virus', 'virus'],
  ] as const)('a %s concerns everybody, and a person is told', async (kind, state) => {
    await tell({ kind })
    expect(await states()).toEqual({ [MARIO]: state, [CARLA]: state, [LUCA]: state })
    expect((await answer()).state).toBe('undelivered')
    const ticket = await desk.client.tickets.get({ id: ticketId })
    expect(ticket.ok && ticket.value.hasUnread).toBe(true)
  })

  it('forgets the bad news of the attempt before when it goes again, to those alone whom it missed', async () => {
    await tell({ kind: 'avvenuta-consegna', delivered: MARIO })
    await tell({ kind: 'errore-consegna', delivered: CARLA })
    expect(await desk.client.messages.retry({ id: (await answer()).id })).toMatchObject({ ok: true })
    await send()
    expect(await states()).toEqual({ [MARIO]: 'delivered', [CARLA]: 'waiting', [LUCA]: 'waiting' })
  })

  it('believes good news only of whom they name, and says when their signature is nobody’s', async () => {
    await tell({ kind: 'avvenuta-consegna', delivered: 'altri@pec.example' })
    expect(await states()).toMatchObject({ [MARIO]: 'waiting', [CARLA]: 'waiting' })
    await tell({ kind: 'avvenuta-consegna', delivered: MARIO }, 'stranger')
    expect((await answer()).delivery[0]).toMatchObject({ state: 'delivered', certified: false })
  })

  it('keeps the signed receipt when one that nobody signed says the same', async () => {
    await tell({ kind: 'avvenuta-consegna', delivered: MARIO })
    const proof = (await answer()).delivery[0]?.receipts[0]
    expect(proof?.certified).toBe(true)
    await tell({ kind: 'avvenuta-consegna', delivered: MARIO }, 'stranger')
    expect((await answer()).delivery[0]?.receipts).toEqual([proof])
  })

  it('lays a receipt about a mail that was never sent here before a person', async () => {
    expect(await tell({ kind: 'avvenuta-consegna', delivered: MARIO, about: '<mai@vista.example>' })).toBe(
      'quarantined',
    )
    const waiting = await desk.client.mail.quarantine({})
    expect(waiting.ok && waiting.value.rows.map(({ reason }) => reason)).toEqual(['unmatched_receipt'])
    const all = await desk.client.tickets.list({ filter: { view: 'all' } })
    expect(all.ok && all.value.total).toBe(1)
  })
})
