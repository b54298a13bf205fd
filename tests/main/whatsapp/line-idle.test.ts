import { once } from 'node:events'
import { type Server, createServer } from 'node:http'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { asInstant } from '@shared/kernel/instant'
import { ACCOUNT_ID, CLOUD_TOKEN, type CloudServer, PHONE_NUMBER_ID, startCloud } from '../../support/cloud-server'
import { MONDAY_MORNING, type TestDesk, openTestDesk, valueOf } from '../../support/engine'
import { eventually } from '../../support/eventually'

let desk: TestDesk
let cloud: CloudServer
let relay: Server
const asked: string[] = []
const count = (path: string): number => asked.filter((one) => one === path).length

beforeEach(async () => {
  cloud = await startCloud()
  relay = createServer((request, response) => {
    const answer = {
      '/v1/status': { relay: 'cantoniere-relay', waiting: 0, oldestAt: null },
      '/v1/events': { events: [], more: false },
    }[request.url ?? '']
    asked.push(request.url ?? '')
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  }).listen(0, '127.0.0.1')
  await once(relay, 'listening')
  desk = await openTestDesk()
})
afterEach(async () => {
  await desk.close()
  relay.closeAllConnections()
  relay.close()
  await cloud.close()
})

/** All that is written of the line: who holds it, when it was read, and whether anything went wrong. */
const written = async () =>
  valueOf(
    await desk.engine.current.store.read(async (db) => ({
      lease: await db.selectFrom('leases').selectAll().where('name', '=', 'whatsapp').executeTakeFirst(),
      line: await db.selectFrom('whatsapp_line').selectAll().executeTakeFirst(),
    })),
  )

it('asks a relay that holds nothing without a word in the store, and says now and then that it was read', async () => {
  const admin = await desk.as('administrator')
  const { port } = relay.address() as { port: number }
  valueOf(await admin.whatsappLine.setToken({ which: 'access', token: CLOUD_TOKEN }))
  valueOf(await admin.whatsappLine.setToken({ which: 'relay', token: 'qualunque' }))
  const { whatsapp } = valueOf(await admin.settings.all({}))
  const value = {
    ...{ ...whatsapp, on: true, phoneNumberId: PHONE_NUMBER_ID, businessAccountId: ACCOUNT_ID },
    ...{ apiUrl: cloud.url, relayUrl: `http://127.0.0.1:${port}` },
  }
  valueOf(await admin.settings.save({ key: 'whatsapp', base: whatsapp, value }))
  // The first time it is read under the lease, with the templates; then the desk gives the lease back.
  await eventually('the first reading', async () => {
    const { lease, line } = await written()
    return line?.read_at === MONDAY_MORNING && line.templates_at === MONDAY_MORNING && lease?.holder === ''
  })
  const again = asInstant(MONDAY_MORNING + 61_000)
  desk.at(again)
  await eventually('a minute later, that it was read', async () => {
    const { lease, line } = await written()
    return line?.read_at === again && lease?.holder === ''
  })
  const before = await written()
  desk.at(asInstant(again + 11_000))
  await eventually('the relay to be asked how much waits', () => count('/v1/status') > 0)
  expect(await written()).toEqual(before)
  expect(count('/v1/events')).toBe(2)
})
