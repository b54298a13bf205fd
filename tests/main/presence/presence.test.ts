import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import type { TicketId } from '@shared/kernel/ids'
import { eventually } from '../../support/eventually'
import { PASSWORD, type TestDesk, openTestDesk, valueOf } from '../../support/engine'

let desk: TestDesk
let maria: ReturnType<TestDesk['line']>
let giorgio: Client
let id: TicketId

beforeEach(async () => {
  desk = await openTestDesk()
  maria = desk.line()
  valueOf(await maria.client.accounts.signIn({ username: 'phone', password: PASSWORD }))
  giorgio = await desk.as('manager')
  id = valueOf(await giorgio.tickets.create({ channel: 'phone', subject: 'Buca' })).id
})
afterEach(async () => {
  await desk.close()
})

const seen = async (client = giorgio): Promise<string[]> =>
  valueOf(await client.presence.others({})).present.map(({ name, doing, ticketId }) => `${name} ${doing} ${ticketId}`)

describe('colleagues on a ticket', () => {
  it('are seen by the others, on another desk too, and never by themselves', async () => {
    valueOf(await maria.client.presence.show({ ticketId: id, doing: 'looking' }))
    expect(await seen()).toEqual([`Utente phone looking ${id}`])
    expect(await seen(maria.client)).toEqual([])
    valueOf(await maria.client.presence.show({ ticketId: id, doing: 'writing' }))
    const elsewhere = await openTestDesk({ storePath: desk.storePath })
    expect(await seen(await elsewhere.as('mail'))).toEqual([`Utente phone writing ${id}`])
    await elsewhere.close()
  })

  it('are told of as changes of that ticket', async () => {
    const told: unknown[] = []
    const page = desk.line()
    valueOf(await page.client.accounts.signIn({ username: 'mail', password: PASSWORD }))
    page.memory.onEvent((_name, payload) => told.push(payload))
    valueOf(await maria.client.presence.show({ ticketId: id, doing: 'looking' }))
    await eventually('news of the ticket', () =>
      JSON.stringify(told).includes(`{"entity":"presence","id":${id},"op":"insert"}`),
    )
  })

  it.each([
    ['looks at something else', () => maria.client.presence.show({ ticketId: null, doing: 'looking' })],
    ['locks the desk', () => maria.client.accounts.lock({})],
    ['signs out', () => maria.client.accounts.signOut({})],
    ['closes the window', () => Promise.resolve(maria.memory.close())],
  ] as const)('are gone when the person %s', async (_, leave) => {
    valueOf(await maria.client.presence.show({ ticketId: id, doing: 'writing' }))
    await leave()
    await eventually('nobody', async () => (await seen()).length === 0)
  })

  it('go with their desk when it stops', async () => {
    const elsewhere = await openTestDesk({ storePath: desk.storePath })
    valueOf(await (await elsewhere.as('mail')).presence.show({ ticketId: id, doing: 'looking' }))
    expect(await seen()).toEqual([`Utente mail looking ${id}`])
    await elsewhere.close()
    await eventually('nobody', async () => (await seen()).length === 0)
  })
})
