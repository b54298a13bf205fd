import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import { VIEWS } from '@shared/contract/tickets'
import { HOUR_MS, asDay, asInstant } from '@shared/kernel/instant'
import type { TicketId } from '@shared/kernel/ids'
import { MONDAY_MORNING, type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'

let desk: TestDesk
let maria: Client
let giorgio: Client

beforeEach(async () => {
  desk = await openTestDesk()
  maria = await desk.as('phone')
  giorgio = await desk.as('manager')
})
afterEach(async () => {
  await desk.close()
})

const lamp = {
  channel: 'phone',
  subject: 'Lampione spento',
  description: 'È buio davanti alla scuola, perché il palo è spento.',
} as const
const report = async (extra: object = {}): Promise<TicketId> =>
  valueOf(await maria.tickets.create({ ...lamp, ...extra })).id
const statusOf = async (id: TicketId): Promise<string> => valueOf(await giorgio.tickets.get({ id })).status

describe('a report by phone', () => {
  it('gets the next number of the year, a tracking code and its deadlines', async () => {
    const first = valueOf(await maria.tickets.create(lamp))
    const second = valueOf(await maria.tickets.create(lamp))
    expect([first.number, second.number]).toEqual(['SEGN-2026-000001', 'SEGN-2026-000002'])
    expect(first.trackingCode).not.toBe(second.trackingCode)
    const ticket = valueOf(await maria.tickets.get({ id: first.id }))
    expect(ticket.firstAnswerDue).toBeGreaterThan(MONDAY_MORNING)
    expect(ticket.resolutionDue).toBeGreaterThan(Number(ticket.firstAnswerDue))
    expect(ticket.readAloud.key).toBe('readAloud.new')
  })

  it('gives its number to nobody when it is refused', async () => {
    expect(
      codeOf(await maria.tickets.create({ ...lamp, attachments: [{ sha256: 'a'.repeat(64), name: 'foto.jpg' }] })),
    ).toBe('attachment_missing')
    expect(valueOf(await maria.tickets.create(lamp)).number).toBe('SEGN-2026-000001')
  })

  it('is urgent when its words mean danger', async () => {
    const ticket = valueOf(
      await maria.tickets.get({ id: await report({ description: 'Albero caduto sulla strada, non si passa' }) }),
    )
    expect([ticket.priority, ticket.emergency]).toEqual(['urgent', true])
    // A person who chose has heard more than the words say.
    const chosen = await report({ description: 'Albero caduto sulla strada, già tolto', priority: 'normal' })
    expect(valueOf(await maria.tickets.get({ id: chosen })).priority).toBe('normal')
  })

  it('goes the whole road to closed, and reopening counts', async () => {
    const id = await report()
    const step = async (
      base: 'new' | 'accepted' | 'in_progress' | 'done' | 'closed',
      to: 'accepted' | 'in_progress' | 'done' | 'closed',
      extra = {},
    ): Promise<string> => codeOf(await giorgio.tickets.changeStatus({ id, base, to, ...extra }))
    expect(await step('new', 'accepted')).toBe('ok')
    expect(await step('accepted', 'done')).toBe('illegal_transition')
    expect(await step('accepted', 'in_progress')).toBe('ok')
    expect(await step('in_progress', 'done')).toBe('ok')
    expect(await step('done', 'closed')).toBe('outcome_required')
    expect(await step('done', 'closed', { outcome: 'resolved' })).toBe('ok')
    expect(await step('closed', 'accepted')).toBe('ok')
    const ticket = valueOf(await giorgio.tickets.get({ id }))
    expect([ticket.status, ticket.reopened, ticket.outcome]).toEqual(['accepted', 1, null])
    const { entries } = valueOf(await giorgio.tickets.timeline({ id }))
    expect(entries.map(({ kind }) => kind)).toEqual(['created', 'status', 'status', 'status', 'status', 'reopened'])
  })

  it('may be closed only by whom the office lets close', async () => {
    const id = await report()
    expect(codeOf(await maria.tickets.changeStatus({ id, base: 'new', to: 'closed', outcome: 'withdrawn' }))).toBe(
      'forbidden',
    )
    expect(await statusOf(id)).toBe('new')
  })

  it('stops its clocks while it waits for somebody else', async () => {
    const id = await report()
    const before = valueOf(await giorgio.tickets.get({ id })).resolutionDue
    valueOf(
      await giorgio.tickets.changeStatus({
        id,
        base: 'new',
        to: 'waiting',
        waitingUntil: '2026-11-30',
        waitingReason: 'material',
      }),
    )
    desk.at(asInstant(MONDAY_MORNING + 48 * HOUR_MS))
    giorgio = await desk.as('manager')
    valueOf(await giorgio.tickets.changeStatus({ id, base: 'waiting', to: 'accepted' }))
    expect(valueOf(await giorgio.tickets.get({ id })).resolutionDue).toBeGreaterThan(Number(before))
  })
})

describe('two colleagues on one ticket', () => {
  it('both hold when they change different fields', async () => {
    const id = await report()
    valueOf(
      await maria.tickets.edit({
        id,
        base: { subject: lamp.subject },
        changes: { subject: 'Lampione spento alla scuola' },
      }),
    )
    valueOf(await giorgio.tickets.edit({ id, base: { priority: 'normal' }, changes: { priority: 'high' } }))
    const ticket = valueOf(await giorgio.tickets.get({ id }))
    expect([ticket.subject, ticket.priority]).toEqual(['Lampione spento alla scuola', 'high'])
  })

  it('are asked when they change the same one, and nothing of the second is written', async () => {
    const id = await report()
    valueOf(await maria.tickets.edit({ id, base: { subject: lamp.subject }, changes: { subject: 'Uno' } }))
    const second = await giorgio.tickets.edit({
      id,
      base: { subject: lamp.subject, priority: 'normal' },
      changes: { subject: 'Due', priority: 'high' },
    })
    expect(second).toMatchObject({
      ok: false,
      error: { code: 'conflict', field: 'subject', current: { subject: 'Uno' } },
    })
    expect(valueOf(await giorgio.tickets.get({ id })).priority).toBe('normal')
  })

  it('do not step over each other’s state', async () => {
    const id = await report()
    valueOf(await giorgio.tickets.changeStatus({ id, base: 'new', to: 'accepted' }))
    expect(codeOf(await maria.tickets.changeStatus({ id, base: 'new', to: 'accepted' }))).toBe('conflict')
  })

  it('are stopped in an answer when something came in between', async () => {
    const id = await report()
    const { entries } = valueOf(await maria.tickets.timeline({ id }))
    const seenEntryId = Number(entries.at(-1)?.id)
    const answer = { ticketId: id, via: 'phone', official: false, text: 'Ci pensiamo domani.', seenEntryId } as const
    valueOf(await giorgio.messages.reply({ ...answer, text: 'Ho già risposto io.' }))
    expect(codeOf(await maria.messages.reply(answer))).toBe('conflict')
  })
})

describe('finding it again', () => {
  it('by number, by any form of the phone, by street without accents, by a word of the text', async () => {
    const contact = {
      name: 'Nadia Tognarini',
      address: '',
      notes: '',
      identifiers: [{ kind: 'phone', value: '335/1397378' } as const],
    }
    const id = await report({
      place: { text: 'V.le della Libertà 12/A, Lunata', districtId: null, lat: null, lon: null, precision: 'address' },
      reporter: { kind: 'new', contact },
    })
    const find = async (text: string) => valueOf(await maria.search.find({ text }))
    expect((await find('2026-1')).byNumber.map((row) => row.id)).toEqual([id])
    for (const number of ['335 139 7378', '+39 335 1397378', '00393351397378'])
      expect((await find(number)).byPhone.map((row) => row.id)).toEqual([id])
    expect((await find('viale liberta')).byStreet.map((row) => row.id)).toEqual([id])
    expect((await find('perche')).byText.map((row) => row.id)).toEqual([id])
    expect((await find('togna nad')).contacts.map(({ name }) => name)).toEqual(['Nadia Tognarini'])
    const known = valueOf(await maria.contacts.find({ text: '3351397378' })).contacts
    expect(known[0]?.openTickets.map((ticket) => ticket.id)).toEqual([id])
  })

  it('by the words of a street in any order, from the moment that a report names it', async () => {
    const at = (text: string) => ({ text, districtId: null, lat: null, lon: null, precision: 'address' as const })
    const find = async (text: string) => valueOf(await maria.search.find({ text })).byStreet.map((row) => row.id)
    const first = await report({ place: at('Via Vecchia Pesciatina 3') })
    expect(await find('pesc vecc')).toEqual([first])
    expect(await find('pesciatina nuova')).toEqual([])
    const second = await report({ place: at('Via Nuova Pesciatina 8') })
    const third = await report({ place: at('Via Vecchia Pesciatina 12') })
    expect(await find('pesciatina nuova')).toEqual([second])
    expect(await find('pesciatina')).toEqual([third, second, first])
    expect(await find('esciatina')).toEqual([])
    // One word may serve for two that are typed.
    expect(await find('pesc pesciat')).toEqual([third, second, first])
  })

  it('in views whose counts are those of their lists', async () => {
    const first = await report()
    await report()
    valueOf(await giorgio.tickets.changeStatus({ id: first, base: 'new', to: 'accepted' }))
    const { views } = valueOf(await giorgio.tickets.counts({}))
    for (const view of VIEWS) {
      const { rows, total } = valueOf(await giorgio.tickets.list({ filter: { view } }))
      expect([view, rows.length, total]).toEqual([view, views[view], views[view]])
    }
    expect([views.new, views.to_assign, views.open]).toEqual([1, 1, 2])
  })

  it('inside a rectangle of the map and between two days', async () => {
    const id = await report({ place: { text: '', districtId: null, lat: 43.84, lon: 10.57, precision: 'point' } })
    await report()
    const inside = valueOf(
      await giorgio.tickets.list({
        filter: { bbox: [10.5, 43.8, 10.6, 43.9], from: asDay('2026-11-23'), to: asDay('2026-11-23') },
      }),
    )
    expect(inside.rows.map((row) => row.id)).toEqual([id])
    expect(valueOf(await giorgio.tickets.list({ filter: { from: asDay('2026-11-24') } })).total).toBe(0)
  })
})

describe('a draft', () => {
  it('is each person’s own and is gone once its text is', async () => {
    const id = await report()
    valueOf(await maria.messages.saveDraft({ ticketId: id, face: 'note', text: 'a metà frase' }))
    expect(valueOf(await maria.messages.draft({ ticketId: id, face: 'note' })).text).toBe('a metà frase')
    expect(valueOf(await giorgio.messages.draft({ ticketId: id, face: 'note' })).text).toBe('')
    valueOf(await maria.messages.saveDraft({ ticketId: id, face: 'note', text: '' }))
    expect(valueOf(await maria.messages.draft({ ticketId: id, face: 'note' })).updatedAt).toBeNull()
  })
})
