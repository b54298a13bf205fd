import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import type { MessageId, TicketId } from '@shared/kernel/ids'
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
afterEach(() => desk.close())

const report = async (name: string, subject = 'Lampione spento'): Promise<TicketId> =>
  valueOf(
    await maria.tickets.create({
      channel: 'phone',
      subject,
      reporter: {
        kind: 'new',
        contact: {
          name,
          address: '',
          notes: '',
          identifiers: [{ kind: 'email', value: `${name.toLowerCase()}@posta.example` }],
        },
      },
    }),
  ).id
const get = async (id: TicketId) => valueOf(await maria.tickets.get({ id }))
const entriesOf = async (id: TicketId) => valueOf(await maria.tickets.timeline({ id })).entries
const seenOf = async (id: TicketId): Promise<number> => Number((await entriesOf(id)).at(-1)?.id)
const answer = async (id: TicketId, alsoTo: TicketId[] = []): Promise<MessageId> =>
  valueOf(
    await maria.messages.reply({
      ticketId: id,
      via: 'email',
      official: false,
      to: ['nadia@posta.example'],
      alsoTo,
      text: 'Domani passa la squadra.',
      seenEntryId: await seenOf(id),
    }),
  ).id
const outbox = async (): Promise<string[][]> =>
  valueOf(await maria.messages.outbox({}))
    .messages.map(({ to, state }) => [...to, state])
    .toSorted()

describe('merging', () => {
  it('leaves a stub, and reads both stories together, each entry with where it was written', async () => {
    const master = await report('Nadia')
    const other = await report('Sergio')
    const { number } = await get(other)
    valueOf(await giorgio.tickets.addNote({ id: other, text: 'Il palo è il 114.' }))
    valueOf(await maria.relations.merge({ masterId: master, ids: [other] }))
    expect(await get(other)).toMatchObject({ status: 'merged', masterId: master, allowed: [] })
    const entries = await entriesOf(master)
    expect(entries.map(({ kind, of }) => [kind, of])).toEqual([
      ['created', null],
      ['created', number],
      ['note', number],
      ['merged', number],
      ['merged', null],
    ])
    expect(valueOf(await maria.relations.of({ ticketId: master })).merged).toMatchObject([
      { id: other, number, contactName: 'Sergio', address: 'sergio@posta.example', by: 'Utente mail' },
    ])
    // The queue has one ticket less to do.
    expect(valueOf(await maria.tickets.list({ filter: { view: 'open' } })).rows.map(({ id }) => id)).toEqual([master])
  })

  it('is refused for a ticket with itself, for a stub, and into a stub', async () => {
    const [a, b, c] = [await report('Nadia'), await report('Sergio'), await report('Piero')]
    expect(codeOf(await maria.relations.merge({ masterId: a, ids: [a] }))).toBe('invalid_input')
    valueOf(await maria.relations.merge({ masterId: a, ids: [b] }))
    expect(codeOf(await maria.relations.merge({ masterId: c, ids: [b] }))).toBe('ticket_merged')
    expect(codeOf(await maria.relations.merge({ masterId: b, ids: [c] }))).toBe('ticket_merged')
    expect(codeOf(await maria.relations.preview({ masterId: b, ids: [c] }))).toBe('ticket_merged')
    const counter = await desk.as('reader')
    expect(codeOf(await counter.relations.merge({ masterId: a, ids: [c] }))).toBe('forbidden')
  })

  it('shows before what goes along and who could be told, and takes it along', async () => {
    const master = await report('Nadia')
    const other = await report('Sergio')
    valueOf(await giorgio.tickets.addNote({ id: other, text: 'Nota.' }))
    valueOf(await giorgio.messages.saveDraft({ ticketId: other, face: 'reply', text: 'Gentile Sergio', data: {} }))
    valueOf(await giorgio.messages.saveDraft({ ticketId: master, face: 'reply', text: 'Gentile Nadia', data: {} }))
    const { merged } = valueOf(await maria.relations.preview({ masterId: master, ids: [other] }))
    expect(merged).toMatchObject([{ address: 'sergio@posta.example', notes: 1, messages: 0, drafts: 1, visits: 0 }])
    valueOf(await maria.relations.merge({ masterId: master, ids: [other] }))
    const draft = valueOf(await giorgio.messages.draft({ ticketId: master, face: 'reply' }))
    expect(draft.text).toBe('Gentile Nadia\n\nGentile Sergio')
    expect(valueOf(await giorgio.messages.draft({ ticketId: other, face: 'reply' })).text).toBe('')
  })

  it('tells the citizen of the merged ticket, in a mail that can be taken back', async () => {
    const master = await report('Nadia')
    const other = await report('Sergio')
    const { told } = valueOf(
      await maria.relations.merge({
        masterId: master,
        ids: [other],
        tell: [{ id: other, text: 'La sua segnalazione è unita a un’altra.' }],
      }),
    )
    expect(await outbox()).toEqual([['sergio@posta.example', 'held']])
    for (const id of told) valueOf(await maria.messages.undo({ id }))
    expect(await outbox()).toEqual([])
  })
})

describe('an answer on a ticket with merged ones', () => {
  it('reaches each citizen on their own, and all of it is taken back as one', async () => {
    const master = await report('Nadia')
    const other = await report('Sergio')
    const third = await report('Piero')
    valueOf(await maria.relations.merge({ masterId: master, ids: [other, third] }))
    const { merged } = valueOf(await maria.messages.recipients({ ticketId: master }))
    expect(merged.map(({ address }) => address)).toEqual(['sergio@posta.example', 'piero@posta.example'])
    const sent = await answer(master, [other])
    expect(await outbox()).toEqual([
      ['nadia@posta.example', 'held'],
      ['sergio@posta.example', 'held'],
    ])
    // One answer on screen, which says whom else it went to.
    const shown = (await entriesOf(master)).flatMap(({ message }) => (message ? [message] : []))
    expect(shown.map(({ to, alsoTo }) => [to, alsoTo])).toEqual([[['nadia@posta.example'], ['sergio@posta.example']]])
    valueOf(await maria.messages.undo({ id: sent }))
    expect(await outbox()).toEqual([])
    const draft = valueOf(await maria.messages.draft({ ticketId: master, face: 'reply' }))
    expect(answerDraftOf(draft.data).leftOut).toEqual([third])
  })

  it('calls each citizen by their own name, number and code, and nobody by another one’s', async () => {
    const master = await report('Nadia')
    const other = await report('Sergio')
    const [first, second] = [await get(master), await get(other)]
    valueOf(await maria.relations.merge({ masterId: master, ids: [other] }))
    valueOf(
      await maria.messages.reply({
        ticketId: master,
        via: 'email',
        official: false,
        to: ['nadia@posta.example'],
        alsoTo: [other],
        text: `Gentile Nadia, la ${first.number} si segue con il codice ${first.trackingCode}.`,
        seenEntryId: await seenOf(master),
      }),
    )
    const sent = await desk.engine.current.store.read((db) =>
      db.selectFrom('messages').select('text').where('direction', '=', 'out').orderBy('id').execute(),
    )
    expect(valueOf(sent).map(({ text }) => text)).toEqual([
      `Gentile Nadia, la ${first.number} si segue con il codice ${first.trackingCode}.`,
      `Gentile Sergio, la ${second.number} si segue con il codice ${second.trackingCode}.`,
    ])
  })

  it('shows the copy that failed', async () => {
    const master = await report('Nadia')
    const other = await report('Sergio')
    valueOf(await maria.relations.merge({ masterId: master, ids: [other] }))
    await answer(master, [other])
    valueOf(
      await desk.engine.current.store.write(async (db) => {
        await db.updateTable('messages').set({ state: 'failed' }).where('copy_of', 'is not', null).execute()
      }),
    )
    const shown = (await entriesOf(master)).flatMap(({ message }) => (message ? [message] : []))
    expect(shown.map(({ to, state }) => [...to, state])).toEqual([
      ['nadia@posta.example', 'held'],
      ['sergio@posta.example', 'failed'],
    ])
    const failed = shown[1]
    if (!failed) throw new Error('no copy')
    valueOf(await maria.messages.markSent({ id: failed.id }))
    expect(codeOf(await maria.messages.markSent({ id: failed.id }))).toBe('not_found')
    expect((await entriesOf(master)).at(-1)).toMatchObject({ kind: 'marked_sent', actor: 'Utente mail' })
  })

  it('is written to the others where the first was told by voice', async () => {
    const master = await report('Nadia')
    const other = await report('Sergio')
    valueOf(await maria.relations.merge({ masterId: master, ids: [other] }))
    valueOf(
      await maria.messages.reply({
        ticketId: master,
        via: 'phone',
        official: false,
        alsoTo: [other],
        text: 'Domani passa la squadra.',
        seenEntryId: await seenOf(master),
      }),
    )
    expect(await outbox()).toEqual([['sergio@posta.example', 'held']])
  })

  it('is not sent to somebody twice, nor offered to who is written to anyway', async () => {
    const master = await report('Nadia')
    const again = await report('Nadia', 'Ancora spento')
    valueOf(await maria.relations.merge({ masterId: master, ids: [again] }))
    expect(valueOf(await maria.messages.recipients({ ticketId: master })).merged).toEqual([])
  })
})

describe('unmerging', () => {
  it('gives the ticket its own life back, whenever it is asked for', async () => {
    const master = await report('Nadia')
    const other = await report('Sergio')
    valueOf(await giorgio.tickets.changeStatus({ id: other, base: 'new', to: 'accepted' }))
    valueOf(await maria.relations.merge({ masterId: master, ids: [other] }))
    desk.at((MONDAY_MORNING + 40 * 86_400_000) as typeof MONDAY_MORNING)
    const later = await desk.as('mail')
    valueOf(await later.relations.unmerge({ id: other }))
    expect(valueOf(await later.tickets.get({ id: other }))).toMatchObject({ status: 'accepted', masterId: null })
    expect(valueOf(await later.tickets.timeline({ id: master })).entries.map(({ kind }) => kind)).toEqual([
      'created',
      'merged',
      'unmerged',
    ])
    expect(codeOf(await later.relations.unmerge({ id: other }))).toBe('not_found')
  })

  it('brings planned visits back that the merge took along', async () => {
    const master = await report('Nadia')
    const other = await report('Sergio')
    const { store } = desk.engine.current
    const crewId = valueOf(
      await store.write(async (db) => {
        const { insertId } = await db
          .insertInto('crews')
          .values({ name: 'Squadra 1', color: '#0066CC' })
          .executeTakeFirstOrThrow()
        await db
          .insertInto('visits')
          .values({
            ticket_id: other,
            crew_id: Number(insertId),
            day: '2026-11-25',
            position: 0,
            minutes: 60,
            created_at: MONDAY_MORNING,
          })
          .execute()
        return Number(insertId)
      }),
    )
    valueOf(await maria.relations.merge({ masterId: master, ids: [other] }))
    expect((await get(master)).plannedVisits).toMatchObject([{ day: '2026-11-25', crewId }])
    expect((await get(other)).plannedVisits).toEqual([])
    valueOf(await maria.relations.unmerge({ id: other }))
    expect((await get(master)).plannedVisits).toEqual([])
    expect((await get(other)).plannedVisits).toHaveLength(1)
  })
})

describe('linking', () => {
  it('is told on both, is there once, and goes away again', async () => {
    const one = await report('Nadia')
    const other = await report('Sergio')
    valueOf(await maria.relations.link({ ticketId: one, otherId: other }))
    valueOf(await maria.relations.link({ ticketId: other, otherId: one }))
    for (const [id, linked] of [
      [one, other],
      [other, one],
    ] as const)
      expect(valueOf(await maria.relations.of({ ticketId: id })).links).toMatchObject([{ id: linked, kind: 'related' }])
    valueOf(await maria.relations.unlink({ ticketId: other, otherId: one }))
    expect(valueOf(await maria.relations.of({ ticketId: one })).links).toEqual([])
    expect((await entriesOf(one)).map(({ kind }) => kind)).toEqual(['created', 'linked', 'unlinked'])
    expect(codeOf(await maria.relations.link({ ticketId: one, otherId: one }))).toBe('invalid_input')
  })
})
