import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import type { TicketId } from '@shared/kernel/ids'
import { asDay, asInstant } from '@shared/kernel/instant'
import { UNDO_HONOURED_MS } from '@shared/tickets/undo-step'
import { MONDAY_MORNING, type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'

let desk: TestDesk
let phone: Client
let giorgio: Client

beforeEach(async () => {
  desk = await openTestDesk()
  phone = await desk.as('phone')
  giorgio = await desk.as('manager')
  valueOf(
    await desk.engine.current.store.write(async (db) => {
      const box = { name: 'Segnalazioni', address: 'segnalazioni@comune.example', imap: '{}', smtp: '{}' }
      await db
        .insertInto('mailboxes')
        .values({ ...box, signature: 'Ufficio manutenzioni, pratica {numero}' })
        .execute()
    }),
  )
})
afterEach(() => desk.close())

const report = async (name: string, identifiers: { kind: 'email' | 'phone'; value: string }[]): Promise<TicketId> =>
  valueOf(
    await phone.tickets.create({
      channel: 'phone',
      subject: 'Albero caduto',
      reporter: { kind: 'new', contact: { name, address: '', notes: '', identifiers } },
    }),
  ).id
const numberOf = async (id: TicketId): Promise<string> => valueOf(await giorgio.tickets.get({ id })).number
const mailsOf = async (id: TicketId) =>
  valueOf(
    await desk.engine.current.store.read((db) =>
      db
        .selectFrom('messages')
        .select(['id', 'text', 'quoted', 'recipients_to', 'state', 'purpose'])
        .where('ticket_id', '=', id)
        .where('direction', '=', 'out')
        .execute(),
    ),
  )
const official = {
  text: 'Gentile {nome}, la segnalazione {numero} è chiusa: l’albero è stato rimosso.',
  official: true,
  outcome: 'resolved' as const,
  call: false,
}

describe('one answer to many', () => {
  it('is read first as the first citizen would, and names who stays out and why', async () => {
    const nadia = await report('Nadia Tognarini', [{ kind: 'email', value: 'nadia@posta.example' }])
    const voice = await report('Piero Giusti', [{ kind: 'phone', value: '335 1397378' }])
    const nobody = await report('Senza recapito', [])
    // Nobody has been there yet: closing takes the visit off the board, and says so before.
    const crew = { name: 'Verdi', color: '#0066cc', vehicle: '', capacityVisits: 8, capacityMinutes: 420, active: true }
    const crewId = valueOf(
      await giorgio.crews.create({
        ...{ ...crew, members: [], skills: [], districts: [], weekdays: [1, 2, 3, 4, 5], absences: [] },
      }),
    ).id
    valueOf(await giorgio.crews.plan({ ticketIds: [nadia], crewId, day: asDay('2026-11-24'), position: null }))
    const look = valueOf(await giorgio.messages.previewMany({ ids: [nadia, voice, nobody], answer: official }))
    expect(look).toMatchObject({
      fit: [nadia],
      visitsOff: 1,
      byVoice: [voice],
      left: [{ id: nobody, number: await numberOf(nobody), code: 'no_recipient' }],
    })
    expect(look.sample?.text).toBe(
      `Gentile Nadia Tognarini, la segnalazione ${await numberOf(nadia)} è chiusa: l’albero è stato rimosso.\n\n` +
        `Ufficio manutenzioni, pratica ${await numberOf(nadia)}`,
    )
    expect(await mailsOf(nadia)).toEqual([])
  })

  it('goes to each alone with their own name and number, closes, and is taken back whole', async () => {
    const ids = [
      await report('Nadia Tognarini', [{ kind: 'email', value: 'nadia@posta.example' }]),
      await report('', [{ kind: 'email', value: 'altro@posta.example' }]),
    ] as const
    const look = valueOf(await giorgio.messages.previewMany({ ids: [...ids], answer: official }))
    const { sent, left } = valueOf(
      await giorgio.messages.replyMany({ ids: [...ids], answer: official, seenEntryId: look.seenEntryId }),
    )
    expect(left).toEqual([])
    const [first, second] = [await mailsOf(ids[0]), await mailsOf(ids[1])]
    expect(first).toMatchObject([{ recipients_to: '["nadia@posta.example"]', state: 'held', purpose: 'official' }])
    expect(second[0]?.text).toMatch(/^Gentile, la segnalazione /)
    expect(second[0]?.text).toContain(await numberOf(ids[1]))
    const closed = valueOf(await giorgio.tickets.get({ id: ids[0] }))
    expect(closed).toMatchObject({ status: 'closed', outcome: 'resolved' })
    expect(closed.officialAnswerAt).not.toBeNull()

    expect(valueOf(await giorgio.messages.undoMany({ sent }))).toEqual({ undone: 2, left: [] })
    const open = valueOf(await giorgio.tickets.get({ id: ids[0] }))
    expect(open).toMatchObject({ status: 'new', officialAnswerAt: null })
    expect((await mailsOf(ids[0])).map(({ state }) => state)).toEqual(['withdrawn'])
    expect(valueOf(await giorgio.messages.draft({ ticketId: ids[0], face: 'official' })).updatedAt).toBeNull()
  })

  it('leaves out whoever wrote since the look, and the others go', async () => {
    const ids = [
      await report('Nadia', [{ kind: 'email', value: 'nadia@posta.example' }]),
      await report('Piero', [{ kind: 'email', value: 'piero@posta.example' }]),
    ] as const
    const { seenEntryId } = valueOf(await giorgio.messages.previewMany({ ids: [...ids], answer: official }))
    valueOf(await phone.tickets.addNote({ id: ids[0], text: 'Ha richiamato: il ramo è ancora lì.' }))
    const { sent, left } = valueOf(await giorgio.messages.replyMany({ ids: [...ids], answer: official, seenEntryId }))
    expect(sent.map(({ ticketId }) => ticketId)).toEqual([ids[1]])
    expect(left).toMatchObject([{ id: ids[0], code: 'conflict' }])
    expect(await mailsOf(ids[0])).toEqual([])
    expect(valueOf(await giorgio.tickets.get({ id: ids[0] })).status).toBe('new')
  })

  it('puts whoever left only a number on the list of people to call, and closes nothing of theirs', async () => {
    const voice = await report('Piero Giusti', [{ kind: 'phone', value: '335 1397378' }])
    const answer = { ...official, call: true }
    const { sent } = valueOf(await giorgio.messages.replyMany({ ids: [voice], answer, seenEntryId: 1000 }))
    const [waiting] = valueOf(await giorgio.callbacks.list({})).callbacks
    expect(waiting).toMatchObject({ name: 'Piero Giusti', ticket: { id: voice } })
    expect(waiting?.reason).toContain('l’albero è stato rimosso')
    expect(valueOf(await giorgio.tickets.get({ id: voice })).status).toBe('new')
    expect(valueOf(await giorgio.messages.undoMany({ sent })).undone).toBe(1)
    expect(valueOf(await giorgio.callbacks.list({})).callbacks).toEqual([])
    const { entries } = valueOf(await giorgio.tickets.timeline({ id: voice }))
    expect(entries.filter(({ kind }) => kind === 'callback').map(({ data }) => data.call)).toEqual(['asked', 'undone'])
  })

  it('takes back no call that a colleague asked for, none of long ago, and asks for none without the right to', async () => {
    const voice = await report('Piero Giusti', [{ kind: 'phone', value: '335 1397378' }])
    const nothing = { ticketId: voice, messageId: null, closedEntryId: null }
    const theirs = valueOf(await phone.callbacks.add({ ticketId: voice })).id
    const back = (callbackId: typeof theirs) => giorgio.messages.undoMany({ sent: [{ ...nothing, callbackId }] })
    expect(valueOf(await back(theirs))).toMatchObject({ undone: 0, left: [{ id: voice, code: 'undo_expired' }] })
    desk.at(asInstant(MONDAY_MORNING + 1000))
    const own = valueOf(await giorgio.callbacks.add({ ticketId: voice })).id
    desk.at(asInstant(MONDAY_MORNING + 1000 + UNDO_HONOURED_MS + 1))
    expect(valueOf(await back(own))).toMatchObject({ undone: 0, left: [{ id: voice, code: 'undo_expired' }] })
    expect(valueOf(await giorgio.callbacks.list({})).callbacks).toHaveLength(2)

    const admin = await desk.as('administrator')
    const changes = [{ key: 'manager', grant: [], revoke: ['tickets.create' as const] }]
    valueOf(await admin.accounts.setPermissions({ changes }))
    const answer = { text: 'Albero rimosso.', official: false, outcome: null, call: true }
    const asked = await (await desk.as('manager')).messages.replyMany({ ids: [voice], answer, seenEntryId: 1000 })
    expect(asked.ok ? null : asked.error.details).toEqual({ needs: 'tickets.create' })
  })

  it('sends nothing in which a word is missing', async () => {
    const nadia = await report('Nadia', [{ kind: 'email', value: 'nadia@posta.example' }])
    const answer = { ...official, text: 'Passiamo {giorno_previsto}.' }
    const look = valueOf(await giorgio.messages.previewMany({ ids: [nadia], answer }))
    expect(look).toMatchObject({ fit: [], missing: ['giorno_previsto'], left: [{ code: 'answer_incomplete' }] })
    const written = valueOf(await giorgio.messages.replyMany({ ids: [nadia], answer, seenEntryId: look.seenEntryId }))
    expect(written.sent).toEqual([])
  })

  it('is only for whoever may answer, and closes only for whoever may close', async () => {
    const nadia = await report('Nadia', [{ kind: 'email', value: 'nadia@posta.example' }])
    expect(codeOf(await phone.messages.previewMany({ ids: [nadia], answer: official }))).toBe('forbidden')
    const closingReply = { ...official, official: false }
    expect(codeOf(await giorgio.messages.previewMany({ ids: [nadia], answer: closingReply }))).toBe('invalid_input')
  })
})
