import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TicketId } from '@shared/kernel/ids'
import { DAY_MS, HOUR_MS } from '@shared/kernel/instant'
import { askCitizens } from '@main/features/citizen/ask-citizens'
import { markFailing } from '@main/features/mail/failing-addresses'
import { defaultSettings } from '@main/features/settings/defaults'
import { writeSetting } from '@main/features/settings/read-setting'
import { textAsHtml } from '@main/mail/compose-mail'
import { valueOf } from '../../support/engine'
import { type MailDesk, mailDesk } from '../../support/mail-desk'

let desk: MailDesk
let mailboxId: number

const store = () => desk.parts.current.store

beforeAll(async () => {
  desk = await mailDesk()
  const server = JSON.stringify({
    host: 'mail.town.example',
    port: 993,
    security: 'tls',
    username: 'ufficio',
    pinnedFingerprint: '',
  })
  const box = { name: 'Ufficio', address: 'ufficio@town.example', sender_name: 'Ufficio', imap: server, smtp: server }
  const added = await store().write((db) =>
    db
      .insertInto('mailboxes')
      .values({ ...box, first_sync_days: null })
      .executeTakeFirstOrThrow(),
  )
  mailboxId = Number(valueOf(added).insertId)
})
afterAll(() => desk.close())

const switchOn = async (on: boolean): Promise<void> => {
  const at = desk.clock.now()
  valueOf(
    await store().write((db) =>
      writeSetting(db, 'followUp', { ...defaultSettings.followUp, on }, { userId: null, at }),
    ),
  )
}
const close = async (id: TicketId, outcome: 'resolved' | 'not_feasible' = 'resolved'): Promise<void> => {
  const { status } = valueOf(await desk.client.tickets.get({ id }))
  valueOf(await desk.client.tickets.changeStatus({ id, base: status, to: 'closed', outcome }))
}
const closedReport = async (address: string, outcome: 'resolved' | 'not_feasible' = 'resolved'): Promise<TicketId> => {
  const identifiers = address === '' ? [] : [{ kind: 'email' as const, value: address }]
  const contact = { name: 'Anna Verdi', address: '', notes: '', identifiers }
  const { id } = valueOf(
    await desk.client.tickets.create({
      channel: 'phone',
      subject: 'Lampione {si} spento',
      reporter: { kind: 'new', contact },
    }),
  )
  await close(id, outcome)
  return id
}
const merge = async (into: TicketId, id: TicketId): Promise<void> => {
  const stub = { status: 'merged', is_open: 0, master_id: into }
  valueOf(await store().write((db) => db.updateTable('tickets').set(stub).where('id', '=', id).execute()))
}
/** What the job does when it wakes up. */
const ask = async (): Promise<number> => {
  const held = await desk.parts.current.leases.hold('follow-ups')
  if (held.state !== 'held') throw new Error(held.state)
  return valueOf(await askCitizens(desk.parts, held.lease))
}
const questionOf = async (ticketId: TicketId) =>
  valueOf(
    await store().read((db) =>
      db
        .selectFrom('messages')
        .innerJoin('outbox', 'outbox.message_id', 'messages.id')
        .select(['messages.text', 'messages.subject', 'header_message_id', 'recipients_to', 'outbox.automatic'])
        .where('ticket_id', '=', ticketId)
        .where('purpose', '=', 'follow_up')
        .orderBy('messages.id', 'desc')
        .executeTakeFirst(),
    ),
  )
/** The subject that a click on the link writes. */
const subjectOf = (text: string, line: RegExp): string => {
  const link = new RegExp(`${line.source}: (mailto:\\S+)`, 'm').exec(text)?.[1] ?? ''
  return new URL(link).searchParams.get('subject') ?? ''
}
let serial = 0
const receive = async (from: string, subject: string, body: string, more: readonly string[] = []) => {
  serial += 1
  const lines = [
    `From: Anna Verdi <${from}>`,
    'To: ufficio@town.example',
    `Subject: =?UTF-8?B?${Buffer.from(subject).toString('base64')}?=`,
    `Date: ${new Date(desk.clock.now()).toUTCString()}`,
    `Message-ID: <answer-${serial}@posta.example>`,
    'Content-Type: text/plain; charset=utf-8',
    ...more,
    '',
    body,
  ]
  const [one] = await desk.receive([Buffer.from(lines.join('\r\n'))], { mailboxId, acknowledge: true })
  return one
}
const entriesOf = async (id: TicketId): Promise<string[]> =>
  valueOf(await desk.client.tickets.timeline({ id }))
    .entries.filter(({ kind }) => kind === 'follow_up')
    .map(({ data }) => String(data.status))
const ticketCount = async (): Promise<number> =>
  valueOf(await desk.client.tickets.list({ filter: { view: 'all' }, offset: 0, limit: 1 })).total

describe('a citizen whose report was closed', () => {
  it('is not asked anything as the desk ships', async () => {
    await closedReport('nobody@posta.example')
    desk.clock.skip(7 * DAY_MS + HOUR_MS)
    expect(await ask()).toBe(0)
    // Older than a week beyond its day: switching it on must not dig it up.
    desk.clock.skip(8 * DAY_MS)
    await switchOn(true)
    expect(await ask()).toBe(0)
  })

  it('is asked once, after the days, and their no opens it again without a new report', async () => {
    const id = await closedReport('anna@posta.example')
    desk.clock.skip(6 * DAY_MS)
    expect(await ask()).toBe(0)
    desk.clock.skip(DAY_MS + HOUR_MS)
    expect(await ask()).toBe(1)
    expect(await ask()).toBe(0)
    const question = await questionOf(id)
    expect(question).toMatchObject({ automatic: 1, recipients_to: '["anna@posta.example"]' })
    const text = question?.text ?? ''
    // What the citizen once wrote is no place for a link.
    expect(text).toContain('«Lampione {si} spento»')
    expect(textAsHtml(text)).toMatch(
      /<a href="mailto:ufficio@town\.example\?subject=[^"]+NO-\w{12}">No, non è risolto<\/a>/,
    )

    const before = await ticketCount()
    const placed = await receive('altro@casa.example', `Re: ${subjectOf(text, /No, non è risolto/)}`, '')
    expect(placed).toMatchObject({ outcome: 'appended', ticketId: id })
    expect(await ticketCount()).toBe(before)
    expect(valueOf(await desk.client.tickets.get({ id }))).toMatchObject({
      status: 'accepted',
      reopened: 1,
      hasUnread: true,
    })
    expect(await entriesOf(id)).toEqual(['no'])

    // A second no to the same closing changes nothing; the next closing is asked about anew.
    await receive('anna@posta.example', subjectOf(text, /No, non è risolto/), 'È ancora spento')
    expect(await entriesOf(id)).toEqual(['no'])
    await close(id)
    await receive('anna@posta.example', subjectOf(text, /No, non è risolto/), 'Dicevo di prima')
    expect(valueOf(await desk.client.tickets.get({ id })).status).toBe('closed')
    desk.clock.skip(7 * DAY_MS + HOUR_MS)
    expect(await ask()).toBe(1)
    expect((await questionOf(id))?.text).not.toBe(text)
  })

  it('says yes by the link or in a word, and disturbs nobody', async () => {
    const id = await closedReport('bruno@posta.example')
    const spoken = await closedReport('carla@posta.example')
    const wordy = await closedReport('dario@posta.example')
    desk.clock.skip(7 * DAY_MS + HOUR_MS)
    expect(await ask()).toBe(3)
    const question = await questionOf(id)
    await receive('bruno@posta.example', subjectOf(question?.text ?? '', /Sì, è risolto/), '')
    expect(valueOf(await desk.client.tickets.get({ id }))).toMatchObject({ status: 'closed', hasUnread: false })
    expect(await entriesOf(id)).toEqual(['yes'])

    const inReplyTo = async (ticket: TicketId) => [
      `In-Reply-To: ${(await questionOf(ticket))?.header_message_id ?? ''}`,
    ]
    await receive('carla@posta.example', 'Re: È risolto?', 'Sì, grazie mille!', await inReplyTo(spoken))
    expect(valueOf(await desk.client.tickets.get({ id: spoken }))).toMatchObject({ status: 'closed', hasUnread: true })
    expect(await entriesOf(spoken)).toEqual(['yes'])

    // Words that leave a doubt are read by a person, as ever.
    await receive('dario@posta.example', 'Re: È risolto?', 'Buongiorno, la luce va e viene', await inReplyTo(wordy))
    expect(valueOf(await desk.client.tickets.get({ id: wordy })).status).toBe('accepted')
    expect(await entriesOf(wordy)).toEqual([])
  })

  it('is left alone where nobody would answer', async () => {
    const unreachable = [
      await closedReport(''),
      await closedReport('no-reply@portale.example'),
      await closedReport('ufficio@town.example'),
      await closedReport('morta@posta.example'),
    ]
    const notFeasible = await closedReport('elsa@posta.example', 'not_feasible')
    valueOf(
      await store().write((db) =>
        markFailing(db, ['morta@posta.example'], { word: 'bounced', reason: '5.1.1' }, desk.clock.now()),
      ),
    )
    desk.clock.skip(7 * DAY_MS + HOUR_MS)
    expect(await ask()).toBe(4)
    for (const id of [...unreachable, notFeasible]) expect(await questionOf(id)).toBeUndefined()
    const reasons = valueOf(
      await store().read((db) =>
        db.selectFrom('follow_ups').select('reason').where('ticket_id', 'in', unreachable).execute(),
      ),
    ).map(({ reason }) => reason)
    expect(reasons.toSorted()).toEqual(['automatic_address', 'bounced', 'no_address', 'no_address'])
  })

  it('answers by a machine, and nothing counts', async () => {
    const id = await closedReport('fabio@posta.example')
    desk.clock.skip(7 * DAY_MS + HOUR_MS)
    expect(await ask()).toBe(1)
    const subject = subjectOf((await questionOf(id))?.text ?? '', /No, non è risolto/)
    await receive('fabio@posta.example', subject, 'Sono assente', ['Auto-Submitted: auto-replied'])
    expect(valueOf(await desk.client.tickets.get({ id })).status).toBe('closed')
    expect(await entriesOf(id)).toEqual([])
  })

  it('answers on the ticket that theirs became a part of, however many merges away', async () => {
    const id = await closedReport('catena@posta.example')
    desk.clock.skip(7 * DAY_MS + HOUR_MS)
    expect(await ask()).toBe(1)
    const question = await questionOf(id)
    const [middle, last] = [await closedReport(''), await closedReport('')]
    await merge(middle, id)
    await merge(last, middle)
    const placed = await receive('catena@posta.example', subjectOf(question?.text ?? '', /No, non è risolto/), 'Buio')
    expect(placed).toMatchObject({ outcome: 'appended', ticketId: last })
    expect(await entriesOf(last)).toEqual(['no'])
    expect(valueOf(await desk.client.tickets.get({ id: last })).hasUnread).toBe(true)
    expect(valueOf(await desk.client.tickets.get({ id: middle })).hasUnread).toBe(false)
  })
})
