import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import { DAY_MS, asInstant } from '@shared/kernel/instant'
import { forgetCalls } from '@main/features/calls/forget-calls'
import { MONDAY_MORNING, PASSWORD, type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'
import { eventually } from '../../support/eventually'
import { freePorts } from '../../support/free-ports'

let desk: TestDesk
let anna: Client
let maria: Client
let url: string
beforeEach(async () => {
  desk = await openTestDesk()
  anna = await desk.as('administrator')
  maria = await desk.as('phone')
  const [port] = await freePorts(1)
  url = valueOf(await anna.telephone.start({ port })).url
})
afterEach(() => desk.close())

const say = async (fields: Readonly<Record<string, string>>): Promise<number> => {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(fields) })
  return answer.status
}
const NADIA = { callId: 'c-1', from: '393351112223', to: '393351397378', direction: 'in' }
const ring = (more: Readonly<Record<string, string>> = {}) => say({ event: 'newCall', ...NADIA, ...more })
const ringing = async (client = maria) => valueOf(await client.calls.ringing({})).calls
const log = async (show: 'all' | 'missed' = 'all', text = '') => valueOf(await maria.calls.list({ show, text })).calls
const missed = async () => valueOf(await maria.calls.count({})).missed
const report = async (more: { callId?: never; name?: string } = {}) =>
  valueOf(
    await maria.tickets.create({
      channel: 'phone',
      description: 'buca in via Romana',
      reporter: {
        kind: 'new',
        contact: {
          name: 'Nadia Verdi',
          address: '',
          notes: '',
          identifiers: [{ kind: 'phone', value: '335/1112223' }],
        },
      },
      ...(more.callId === undefined ? {} : { callId: more.callId }),
    }),
  )

describe('a call that comes in', () => {
  it('says who it is and what they wait for, is taken once, and its ticket stands in the log', async () => {
    const { id: earlier } = await report()
    expect(await ring()).toBe(200)
    // The switchboard says everything twice.
    expect(await ring()).toBe(200)
    const [call, ...others] = await ringing()
    expect(others).toEqual([])
    expect(call).toMatchObject({
      state: 'ringing',
      number: '335 111 2223',
      line: 'Cantoniere di paese',
      people: [{ name: 'Nadia Verdi' }],
      openTickets: [{ id: earlier }],
    })
    const id = call?.id as never
    valueOf(await maria.calls.take({ id }))
    const paolo = await desk.as('mail')
    const second = await paolo.calls.take({ id })
    expect([codeOf(second), !second.ok && second.error.current]).toEqual(['conflict', { takenBy: 'Utente phone' }])
    expect(await ringing(paolo)).toEqual([])

    const ticket = await report({ callId: id })
    await say({ event: 'answer', ...NADIA, answeringNumber: '101' })
    await say({ event: 'hangup', ...NADIA, cause: 'normalClearing' })
    expect(await log()).toMatchObject([
      { state: 'answered', by: 'Utente phone', ticket: { id: ticket.id, number: ticket.number }, settled: true },
    ])
    expect(await missed()).toBe(0)
  })

  it('rings only where its line does, and one that nobody took is to be seen to until they are spoken with', async () => {
    valueOf(await maria.calls.ringHere({ ringing: ['583000000'] }))
    await ring()
    expect(await ringing()).toEqual([])
    valueOf(await maria.calls.ringHere({ ringing: null }))
    expect(await ringing()).toHaveLength(1)
    await say({ event: 'hangup', ...NADIA, cause: 'cancel' })
    expect(await ringing()).toEqual([])
    expect([await missed(), (await log('missed')).map(({ number }) => number)]).toEqual([1, ['335 111 2223']])

    await ring({ callId: 'c-2' })
    await say({ event: 'answer', ...NADIA, callId: 'c-2', user: 'Paolo' })
    expect([await missed(), (await ringing())[0]?.state]).toEqual([0, 'talking'])
    expect((await log()).map(({ state, by }) => [state, by])).toEqual([
      ['talking', 'Paolo'],
      ['missed', ''],
    ])
  })

  it('is to be seen to until somebody of ours has spoken with them, not only tried', async () => {
    await ring()
    await say({ event: 'hangup', ...NADIA, cause: 'cancel' })
    const back = { direction: 'out', from: '101', to: NADIA.from }
    await say({ event: 'newCall', ...back, callId: 'o-1', user: 'Maria' })
    await say({ event: 'hangup', callId: 'o-1', cause: 'noAnswer' })
    expect(await missed()).toBe(1)
    // A switchboard that tells no answer: how it ended says that there was one.
    await say({ event: 'newCall', ...back, callId: 'o-2', user: 'Maria' })
    expect(await missed()).toBe(1)
    await say({ event: 'hangup', callId: 'o-2', cause: 'normalClearing' })
    expect(await missed()).toBe(0)
  })

  it('is put on the list to call back, or marked as seen to, and either can be told', async () => {
    await ring()
    await say({ event: 'hangup', ...NADIA, cause: 'noAnswer' })
    const [call] = await log('missed')
    valueOf(
      await maria.callbacks.add({ phone: call?.number ?? '', reason: 'chiamata persa', callId: call?.id as never }),
    )
    expect(await log('missed')).toEqual([])
    expect((await log())[0]?.callbackId).toBeGreaterThan(0)
    expect(valueOf(await maria.callbacks.list({})).callbacks).toMatchObject([{ phone: '335 111 2223' }])

    await ring({ callId: 'c-3', from: '390583429211' })
    await say({ event: 'hangup', ...NADIA, callId: 'c-3', cause: 'cancel' })
    const [other] = await log('missed')
    const settle = (settled: boolean) => maria.calls.settle({ id: other?.id as never, settled })
    valueOf(await settle(true))
    expect(await missed()).toBe(0)
    valueOf(await settle(false))
    expect(await missed()).toBe(1)
  })

  it('is found by digits and by name, and one that is not missed any more by the clock alone', async () => {
    await report()
    await ring()
    await ring({ callId: 'c-2', from: 'anonymous' })
    expect((await log('all', 'verdi')).map(({ number }) => number)).toEqual(['335 111 2223'])
    expect(await log('all', '1112')).toHaveLength(1)
    expect(await log('all', 'bianchi')).toEqual([])
    // Nobody said that they ended: after a while they have. Who hides the number is not waited for.
    desk.at(asInstant(MONDAY_MORNING + 5 * 60_000))
    expect([await ringing(), await missed()]).toEqual([[], 1])
    expect((await log()).map(({ state }) => state)).toEqual(['missed', 'missed'])
  })

  it('is forgotten when its time is over, and its ticket stays', async () => {
    await ring()
    const [call] = await ringing()
    const { id } = await report({ callId: call?.id as never })
    desk.at(asInstant(MONDAY_MORNING + 89 * DAY_MS))
    expect(await forgetCalls(desk.engine)).toBe(0)
    desk.at(asInstant(MONDAY_MORNING + 91 * DAY_MS))
    expect(await forgetCalls(desk.engine)).toBe(1)
    maria = await desk.as('phone')
    expect(await log()).toEqual([])
    expect(codeOf(await maria.tickets.get({ id }))).toBe('ok')
  })
})

describe('the computer of whoever looks elsewhere', () => {
  it('is told once that a call rings on a line of its own, without a name or a number, and when it rings no more', async () => {
    await ring()
    await ring()
    await eventually('the bell', () => desk.rung.length > 0)
    const [call] = await ringing()
    expect(desk.rung).toEqual([{ callId: call?.id, rings: true, line: 'Cantoniere di paese', office: 'open' }])
    valueOf(await maria.calls.take({ id: call?.id as never }))
    await eventually('its end', () => desk.rung.length > 1)
    expect(desk.rung[1]).toMatchObject({ callId: call?.id, rings: false })

    valueOf(await maria.calls.ringHere({ ringing: ['583000000'] }))
    await ring({ callId: 'c-2' })
    await ring({ callId: 'c-3', to: '390583000000' })
    await eventually('the next bell', () => desk.rung.length > 2)
    expect(desk.rung.slice(2).map(({ rings, line }) => [rings, line])).toEqual([[true, '0583 000000']])
  })

  it('is told nothing where nobody has signed in who may take it', async () => {
    valueOf(await maria.accounts.signOut({}))
    valueOf(await anna.accounts.signOut({}))
    const { client: reader, memory } = desk.line()
    valueOf(await reader.accounts.signIn({ username: 'reader', password: PASSWORD }))
    let isHeard = false
    memory.onEvent((name) => (isHeard ||= name === 'changes'))
    await ring()
    await eventually('the news of the first', () => isHeard)
    // The look that the news began is over: reads come one after the other.
    for (let look = 0; look < 3; look += 1)
      valueOf(await desk.engine.current.store.read((db) => db.selectFrom('calls').select('id').execute()))
    maria = await desk.as('phone')
    await ring({ callId: 'c-2' })
    await eventually('the bell of the second', () => desk.rung.length > 0)
    expect(desk.rung).toHaveLength(1)
    expect(desk.rung[0]?.callId).toBe((await ringing())[1]?.id)
  })
})

describe('who may see and hear', () => {
  it('is asked of everybody', async () => {
    await ring()
    const [call] = await ringing()
    const reader = await desk.as('reader')
    expect([
      codeOf(await reader.calls.ringing({})),
      codeOf(await reader.calls.take({ id: call?.id as never })),
      codeOf(await maria.telephone.status({})),
      codeOf(await maria.telephone.start({ port: 40_000 })),
    ]).toEqual(['forbidden', 'forbidden', 'forbidden', 'forbidden'])
  })
})

describe('the administrator tries the way', () => {
  it('and the call rings, without a trace in the log', async () => {
    valueOf(await anna.telephone.tryIt({ number: '3331234567', line: '' }))
    expect(await ringing()).toMatchObject([{ number: '333 123 4567', state: 'ringing' }])
    expect([await log(), await missed()]).toEqual([[], 0])
    valueOf(await anna.telephone.stop({}))
    expect(codeOf(await anna.telephone.tryIt({ number: '3331234567', line: '' }))).toBe('telephone_off')
  })
})
