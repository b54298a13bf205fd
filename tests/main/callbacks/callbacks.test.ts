import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import { asInstant } from '@shared/kernel/instant'
import { MONDAY_MORNING, type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'

let desk: TestDesk
let maria: Client
let paolo: Client
beforeEach(async () => {
  desk = await openTestDesk()
  maria = await desk.as('phone')
  paolo = await desk.as('counter')
})
afterEach(() => desk.close())

const HOUR = 3_600_000
const report = async (phone: string | null) =>
  valueOf(
    await maria.tickets.create({
      channel: 'phone',
      description: 'buca',
      reporter: {
        kind: 'new',
        contact: {
          name: 'Nadia',
          address: '',
          notes: '',
          identifiers: phone === null ? [] : [{ kind: 'phone', value: phone }],
        },
      },
    }),
  )
const waiting = async () => valueOf(await maria.callbacks.list({})).callbacks

describe('somebody who asked to be called back', () => {
  it('is called on their own number as soon as the office is open, and the ticket tells of every call', async () => {
    const { id } = await report('335/1397378')
    const added = valueOf(await maria.callbacks.add({ ticketId: id, reason: 'quando passa la squadra' }))
    expect(added.dueAt).toBe(MONDAY_MORNING)
    expect(await waiting()).toMatchObject([
      { name: 'Nadia', phone: '335 139 7378', isDue: true, ticket: { id }, attempts: [] },
    ])
    expect(valueOf(await maria.callbacks.count({}))).toEqual({ open: 1, due: 1 })

    const [one] = await waiting()
    const call = { id: one?.id as never, outcome: 'no_answer' as const }
    // An hour of office time: it is twelve minutes past nine.
    expect(valueOf(await maria.callbacks.attempt({ ...call, tries: 0 })).dueAt).toBe(MONDAY_MORNING + HOUR)
    expect(valueOf(await maria.callbacks.count({}))).toEqual({ open: 1, due: 0 })
    // A colleague who still sees the list of before does not call a second time.
    expect(codeOf(await paolo.callbacks.attempt({ ...call, tries: 0 }))).toBe('conflict')

    desk.at(asInstant(MONDAY_MORNING + HOUR))
    // An hour without a word ends a session.
    ;[maria, paolo] = [await desk.as('phone'), await desk.as('counter')]
    expect((await waiting())[0]?.isDue).toBe(true)
    valueOf(await paolo.callbacks.attempt({ ...call, tries: 1, outcome: 'told', note: 'domani' }))
    expect(await waiting()).toEqual([])
    const done = valueOf(await maria.callbacks.list({ ended: true })).callbacks
    expect(done).toMatchObject([{ outcome: 'told', attempts: [{ outcome: 'no_answer' }, { outcome: 'told' }] }])
    const { entries } = valueOf(await maria.tickets.timeline({ id }))
    expect(entries.filter(({ kind }) => kind === 'callback').map(({ data, text }) => [data['call'], text])).toEqual([
      ['asked', 'quando passa la squadra'],
      ['no_answer', ''],
      ['told', 'domani'],
    ])
    valueOf(await maria.callbacks.reopen({ id: call.id }))
    expect((await waiting()).map(({ attempts }) => attempts.length)).toEqual([2])
  })

  it('outside the hours waits for the opening, whether or not there is a ticket', async () => {
    // Monday, 20:00 in Rome: the office opens on Tuesday at nine.
    desk.at(asInstant(Date.UTC(2026, 10, 23, 19)))
    maria = await desk.as('phone')
    const { dueAt } = valueOf(await maria.callbacks.add({ phone: '0583 429211', name: 'Piero' }))
    expect(dueAt).toBe(Date.UTC(2026, 10, 24, 8))
  })

  it('is tried again when a person said, but never while the office is closed', async () => {
    valueOf(await maria.callbacks.add({ phone: '0583 429211', dueAt: asInstant(MONDAY_MORNING + 2 * HOUR) }))
    const [first] = await waiting()
    valueOf(await maria.callbacks.add({ phone: '0583 429212', dueAt: asInstant(MONDAY_MORNING + 3 * HOUR) }))
    // A long list says that it goes on, and does.
    expect(valueOf(await maria.callbacks.list({ limit: 1 }))).toMatchObject({
      callbacks: [{ id: first?.id }],
      more: true,
    })
    expect(valueOf(await maria.callbacks.list({ limit: 2 })).more).toBe(false)
    expect(first).toMatchObject({ dueAt: MONDAY_MORNING + 2 * HOUR, isDue: false })
    const call = { id: first?.id as never, outcome: 'no_answer' as const, note: 'segreteria' }
    // At three in the afternoon nobody is there: tomorrow at nine.
    const afternoon = asInstant(Date.UTC(2026, 10, 23, 14))
    expect(valueOf(await maria.callbacks.attempt({ ...call, tries: 0, nextAt: afternoon })).dueAt).toBe(
      Date.UTC(2026, 10, 24, 8),
    )
    const wednesday = asInstant(Date.UTC(2026, 10, 25, 9, 30))
    expect(valueOf(await maria.callbacks.attempt({ ...call, tries: 1, nextAt: wednesday })).dueAt).toBe(wednesday)
    // What is past already is now.
    const past = asInstant(MONDAY_MORNING - HOUR)
    expect(valueOf(await maria.callbacks.attempt({ ...call, tries: 2, nextAt: past })).dueAt).toBe(MONDAY_MORNING)
    expect((await waiting())[0]?.attempts.map(({ note }) => note)).toEqual(['segreteria', 'segreteria', 'segreteria'])
  })

  it('needs a number, and one that is a number', async () => {
    const { id } = await report(null)
    expect(codeOf(await maria.callbacks.add({ ticketId: id }))).toBe('callback_number_missing')
    expect(codeOf(await maria.callbacks.add({ ticketId: id, phone: 'casa' }))).toBe('invalid_input')
    expect(await waiting()).toEqual([])
  })

  it('from the form is written with the report itself, or not at all', async () => {
    const contact = { name: 'Ada', address: '', notes: '', identifiers: [{ kind: 'phone' as const, value: '0583 1' }] }
    const input = { channel: 'phone' as const, description: 'buca', callback: true }
    expect(codeOf(await maria.tickets.create({ ...input, reporter: { kind: 'anonymous' } }))).toBe(
      'callback_number_missing',
    )
    expect(valueOf(await maria.tickets.list({ filter: { view: 'all' } })).total).toBe(0)
    const numbered = { ...contact, identifiers: [{ kind: 'phone' as const, value: '0583 429211' }] }
    const { id } = valueOf(await maria.tickets.create({ ...input, reporter: { kind: 'new', contact: numbered } }))
    expect(await waiting()).toMatchObject([{ name: 'Ada', phone: '0583 429211', ticket: { id } }])
  })
})
