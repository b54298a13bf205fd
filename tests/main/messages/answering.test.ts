import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import type { MessageId, TicketId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import { answerDraftOf } from '@shared/messages/answer-draft'
import { MONDAY_MORNING, type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'

let desk: TestDesk
let maria: Client
let giorgio: Client

beforeEach(async () => {
  desk = await openTestDesk()
  maria = await desk.as('mail')
  giorgio = await desk.as('manager')
  valueOf(
    await desk.engine.current.store.write(async (db) => {
      await db
        .insertInto('mailboxes')
        .values({ name: 'Segnalazioni', address: 'segnalazioni@comune.example', imap: '{}', smtp: '{}' })
        .execute()
    }),
  )
})
afterEach(async () => {
  await desk.close()
})

const contact = (name: string, email: string) => ({
  name,
  address: '',
  notes: '',
  identifiers: [
    { kind: 'email' as const, value: email },
    { kind: 'phone' as const, value: '335 1397378' },
  ],
})
const report = async (): Promise<TicketId> =>
  valueOf(
    await maria.tickets.create({
      channel: 'phone',
      subject: 'Lampione spento',
      reporter: { kind: 'new', contact: contact('Nadia Tognarini', 'nadia@posta.example') },
    }),
  ).id
const seenOf = async (id: TicketId): Promise<number> =>
  Number(valueOf(await maria.tickets.timeline({ id })).entries.at(-1)?.id)
const file = async (name: string): Promise<{ sha256: string; name: string }> => {
  const stored = await desk.engine.current.files.put(Buffer.from(`contenuto di ${name}`))
  valueOf(
    await desk.engine.current.store.write(async (db) => {
      await db
        .insertInto('blobs')
        .values({ sha256: stored.sha256, size: stored.size, type: 'text/plain', created_at: MONDAY_MORNING })
        .execute()
    }),
  )
  return { sha256: stored.sha256, name }
}
const answer = async (
  id: TicketId,
  extra: { official?: boolean; text?: string; to?: string[]; attachments?: { sha256: string; name: string }[] } = {},
): Promise<MessageId> =>
  valueOf(
    await maria.messages.reply({
      ticketId: id,
      via: 'email',
      official: false,
      to: ['nadia@posta.example'],
      text: 'Domani passa la squadra.',
      seenEntryId: await seenOf(id),
      ...extra,
    }),
  ).id

describe('an answer that is taken back', () => {
  it('lies with its writer again: words, files, and whom it was for', async () => {
    const id = await report()
    const plan = await file('planimetria.txt')
    const sent = await answer(id, { attachments: [plan], to: ['nadia@posta.example', 'figlio@posta.example'] })
    expect(valueOf(await maria.messages.draft({ ticketId: id, face: 'reply' })).updatedAt).toBeNull()
    expect(valueOf(await maria.messages.undo({ id: sent }))).toEqual({ ticketId: id, face: 'reply', draftOf: null })
    const draft = valueOf(await maria.messages.draft({ ticketId: id, face: 'reply' }))
    expect(draft.text).toBe('Domani passa la squadra.')
    expect(answerDraftOf(draft.data)).toMatchObject({
      files: [plan],
      via: 'email',
      to: ['nadia@posta.example', 'figlio@posta.example'],
    })
  })

  it('is a colleague’s: only whoever gives out the work stops it, and the words stay with their writer', async () => {
    const id = await report()
    const sent = await answer(id)
    const phone = await desk.as('phone')
    expect(codeOf(await phone.messages.undo({ id: sent }))).toBe('forbidden')
    expect(valueOf(await giorgio.messages.undo({ id: sent }))).toMatchObject({ draftOf: 'Utente mail' })
    const draftOf = async (client: Client) => valueOf(await client.messages.draft({ ticketId: id, face: 'reply' })).text
    expect([await draftOf(maria), await draftOf(giorgio)]).toEqual(['Domani passa la squadra.', ''])
    const { entries } = valueOf(await maria.tickets.timeline({ id }))
    expect(entries.at(-1)).toMatchObject({
      kind: 'taken_back',
      actor: 'Utente manager',
      data: { author: 'Utente mail' },
    })
  })

  it('comes before what was begun in its place, and loses none of the two', async () => {
    const id = await report()
    const first = await file('prima.txt')
    const second = await file('seconda.txt')
    const sent = await answer(id, { attachments: [first] })
    valueOf(
      await maria.messages.saveDraft({ ticketId: id, face: 'reply', text: 'Altra cosa', data: { files: [second] } }),
    )
    valueOf(await maria.messages.undo({ id: sent }))
    const draft = valueOf(await maria.messages.draft({ ticketId: id, face: 'reply' }))
    expect(draft.text).toBe('Domani passa la squadra.\n\nAltra cosa')
    expect(answerDraftOf(draft.data).files).toMatchObject([first, second])
  })

  it('does not bring the official answer of before the reopening back to life', async () => {
    const id = await report()
    await answer(id, { official: true, text: 'Risposta ufficiale.' })
    valueOf(await giorgio.tickets.changeStatus({ id, base: 'new', to: 'closed', outcome: 'resolved' }))
    valueOf(await giorgio.tickets.changeStatus({ id, base: 'closed', to: 'accepted' }))
    const sent = await answer(id)
    valueOf(await maria.messages.undo({ id: sent }))
    expect(valueOf(await maria.tickets.get({ id })).officialAnswerAt).toBeNull()
    // One that was given after it stays.
    desk.at(asInstant(MONDAY_MORNING + 60_000))
    await answer(id, { official: true, text: 'Di nuovo.' })
    valueOf(await maria.messages.undo({ id: await answer(id) }))
    expect(valueOf(await maria.tickets.get({ id })).officialAnswerAt).toBe(MONDAY_MORNING + 60_000)
  })
})

describe('whom an answer goes to', () => {
  const mailFrom = async (id: TicketId, address: string): Promise<void> => {
    valueOf(
      await desk.engine.current.store.write(async (db) => {
        await db
          .insertInto('messages')
          .values({
            ticket_id: id,
            direction: 'in',
            via: 'email',
            purpose: 'message',
            from_address: address,
            recipients_cc: JSON.stringify(['vicino@posta.example', 'segnalazioni@comune.example']),
            state: 'received',
            created_at: MONDAY_MORNING,
          })
          .execute()
      }),
    )
  }
  const recipients = async (id: TicketId) => valueOf(await maria.messages.recipients({ ticketId: id }))

  it('is the citizen of the ticket as it is now, not the one of before', async () => {
    const id = await report()
    await mailFrom(id, 'nadia@posta.example')
    expect(await recipients(id)).toMatchObject({
      to: ['nadia@posta.example'],
      cc: ['vicino@posta.example'],
      others: [],
    })
    const other = valueOf(await maria.contacts.create(contact('Sergio Pieri', 'sergio@posta.example'))).id
    const { contact: before } = valueOf(await maria.tickets.get({ id }))
    valueOf(await maria.tickets.edit({ id, base: { contactId: before?.id ?? null }, changes: { contactId: other } }))
    expect(await recipients(id)).toMatchObject({
      to: ['sergio@posta.example'],
      cc: [],
      others: ['nadia@posta.example'],
    })
  })

  it('is the corrected address, once the address was corrected', async () => {
    const id = await report()
    await mailFrom(id, 'nadia@posta.example')
    const { contact: card } = valueOf(await maria.tickets.get({ id }))
    if (!card) throw new Error('no citizen')
    valueOf(
      await maria.contacts.edit({
        id: card.id,
        base: { identifiers: card.identifiers },
        changes: { identifiers: [{ kind: 'email', value: 'nadia.tognarini@posta.example' }] },
      }),
    )
    expect((await recipients(id)).to).toEqual(['nadia.tognarini@posta.example'])
  })

  it('says why no mail can leave, and whether there is a telephone', async () => {
    const id = await report()
    expect(await recipients(id)).toMatchObject({
      mailOff: null,
      hasPhone: true,
      whatsapp: { number: '335 139 7378', e164: '+393351397378' },
    })
    valueOf(
      await desk.engine.current.store.write(async (db) => {
        await db.updateTable('mailboxes').set({ active: 0 }).execute()
      }),
    )
    expect((await recipients(id)).mailOff).toBe('off')
    valueOf(
      await desk.engine.current.store.write(async (db) => {
        await db.updateTable('mailboxes').set({ removed: 1 }).execute()
      }),
    )
    expect((await recipients(id)).mailOff).toBe('none')
  })
})

describe('what happened while somebody wrote', () => {
  it('stops the answer: a colleague’s note, a step, a new citizen; never one’s own', async () => {
    const id = await report()
    const seen = await seenOf(id)
    const send = async (): Promise<string> =>
      codeOf(
        await maria.messages.reply({ ticketId: id, via: 'phone', official: false, text: 'Sì.', seenEntryId: seen }),
      )
    valueOf(await maria.tickets.addNote({ id, text: 'Nota mia.' }))
    valueOf(await maria.tickets.changeStatus({ id, base: 'new', to: 'accepted' }))
    valueOf(await giorgio.tickets.addNote({ id, text: 'Non rispondere: ci pensa la Provincia.' }))
    const stopped = await maria.messages.reply({
      ticketId: id,
      via: 'phone',
      official: false,
      text: 'Sì.',
      seenEntryId: seen,
    })
    const last = await seenOf(id)
    expect(stopped).toMatchObject({ ok: false, error: { code: 'conflict', current: { entryIds: [last] } } })
    expect(await send()).toBe('conflict')
    expect(
      codeOf(
        await maria.messages.reply({ ticketId: id, via: 'phone', official: false, text: 'Sì.', seenEntryId: last }),
      ),
    ).toBe('ok')
  })
})

describe('after a line that broke', () => {
  it('the same report, note or answer sent again is one', async () => {
    const report = { channel: 'phone', subject: 'Buca', key: 'segnalazione-0001' } as const
    const first = valueOf(await maria.tickets.create(report))
    expect(valueOf(await maria.tickets.create(report))).toEqual(first)
    expect(valueOf(await giorgio.tickets.list({ filter: { view: 'all' } })).total).toBe(1)
    // Filed for her by a colleague, whose desk does not know whether her own try was carried out.
    const hers = valueOf(await maria.accounts.me({})).user?.id
    expect(valueOf(await giorgio.tickets.create({ ...report, ...(hers ? { keptBy: hers } : {}) }))).toEqual(first)
    // Another person's key is another act.
    expect(valueOf(await giorgio.tickets.create(report)).number).not.toBe(first.number)

    const { id } = first
    for (const _ of [1, 2]) valueOf(await maria.tickets.addNote({ id, text: 'Una volta sola.', key: 'nota-0000001' }))
    const reply = {
      ticketId: id,
      via: 'phone',
      official: false,
      text: 'Detto a voce.',
      seenEntryId: await seenOf(id),
      key: 'risposta-0001',
    } as const
    expect(valueOf(await maria.messages.reply(reply))).toEqual(valueOf(await maria.messages.reply(reply)))
    const { entries } = valueOf(await maria.tickets.timeline({ id }))
    expect(entries.map(({ kind }) => kind)).toEqual(['created', 'note', 'message'])
  })

  it('a key whose command was refused is free again', async () => {
    const bad = { channel: 'phone', subject: '', description: '', key: 'segnalazione-0002' } as const
    expect(codeOf(await maria.tickets.create(bad))).toBe('invalid_input')
    expect(codeOf(await maria.tickets.create({ ...bad, subject: 'Buca' }))).toBe('ok')
  })
})

describe('an answer that closes', () => {
  const close = async (id: TicketId, extra: object = {}) =>
    maria.messages.reply({
      ticketId: id,
      via: 'email',
      official: true,
      to: ['nadia@posta.example'],
      text: 'Il lampione è stato riparato.',
      seenEntryId: await seenOf(id),
      close: { base: 'new', outcome: 'resolved', note: 'Sentita per telefono', keepVisits: false },
      ...extra,
    })

  it('is written and closes the ticket in one act, and both are taken back', async () => {
    const id = await report()
    const before = valueOf(await maria.tickets.get({ id }))
    const { id: messageId, closedEntryId } = valueOf(await close(id))
    expect(valueOf(await maria.tickets.get({ id }))).toMatchObject({
      status: 'closed',
      outcome: 'resolved',
      officialAnswerAt: MONDAY_MORNING,
    })
    valueOf(await maria.tickets.undoStep({ id, entryId: closedEntryId as never }))
    valueOf(await maria.messages.undo({ id: messageId }))
    const after = valueOf(await maria.tickets.get({ id }))
    expect([after.status, after.outcome, after.officialAnswerAt, after.dueAt]).toEqual([
      'new',
      null,
      null,
      before.dueAt,
    ])
    expect(valueOf(await maria.messages.draft({ ticketId: id, face: 'official' })).text).toBe(
      'Il lampione è stato riparato.',
    )
  })

  it('does neither when somebody moved the ticket meanwhile, or when it may not', async () => {
    const id = await report()
    expect(codeOf(await close(id, { official: false }))).toBe('invalid_input')
    valueOf(await maria.tickets.changeStatus({ id, base: 'new', to: 'accepted' }))
    expect(codeOf(await close(id))).toBe('conflict')
    const paolo = await desk.as('phone')
    expect(
      codeOf(
        await paolo.messages.reply({
          ticketId: id,
          via: 'phone',
          official: true,
          text: 'Riparato.',
          seenEntryId: await seenOf(id),
          close: { base: 'accepted', outcome: 'resolved', note: '', keepVisits: false },
        }),
      ),
    ).toBe('forbidden')
    const ticket = valueOf(await maria.tickets.get({ id }))
    expect([ticket.status, ticket.officialAnswerAt]).toEqual(['accepted', null])
  })
})
