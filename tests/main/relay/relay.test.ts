import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { EventFolder } from '@main/relay/event-folder'
import { type RelayUnderTest, startRelay } from '../../support/relay-process'

let folder: string
let relay: RelayUnderTest
let said = 0

const body = (): string => {
  said += 1
  return JSON.stringify({ object: 'whatsapp_business_account', entry: [], said })
}
const ask = (path: string, init: RequestInit = {}, token = relay.secrets.deskToken): Promise<Response> =>
  fetch(`${relay.url}/v1/${path}`, { ...init, headers: { authorization: `Bearer ${token}` } })
const waiting = async (): Promise<{ events: { id: string; body: string }[]; more: boolean }> =>
  (await (await ask('events')).json()) as { events: { id: string; body: string }[]; more: boolean }
const acknowledge = (ids: unknown): Promise<Response> =>
  ask('acknowledge', { method: 'POST', body: JSON.stringify({ ids }) })
const emptied = async (): Promise<void> => {
  const { events } = await waiting()
  await acknowledge(events.map(({ id }) => id))
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relay-'))
  relay = await startRelay(folder)
})
afterEach(() => emptied())
afterAll(async () => {
  await relay.kill()
  await rm(folder, { recursive: true, force: true })
})

describe('the relay', () => {
  it('answers the handshake of whoever knows the word, and nobody else', async () => {
    const shake = (token: string): Promise<Response> =>
      fetch(`${relay.url}/webhook?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=1158201444`)
    const right = await shake(relay.secrets.verifyToken)
    expect([right.status, await right.text()]).toEqual([200, '1158201444'])
    expect((await shake('altro')).status).toBe(403)
    expect((await stat(join(folder, 'relay.json'))).mode & 0o777).toBe(0o600)
  })

  it('keeps what is signed with the app secret, byte for byte, and refuses the rest', async () => {
    const kept = body().replace('}', ', "nome": "Niccolò 🌳"}')
    expect((await relay.webhook(kept)).status).toBe(200)
    expect((await relay.webhook(body(), 'un altro segreto')).status).toBe(401)
    expect((await fetch(`${relay.url}/webhook`, { method: 'POST', body: body() })).status).toBe(401)
    expect((await waiting()).events.map((event) => event.body)).toEqual([kept])
  })

  it('hands out nothing without the desk token', async () => {
    await relay.webhook(body())
    for (const path of ['status', 'events']) expect((await ask(path, {}, 'sbagliato')).status).toBe(401)
    expect((await ask('acknowledge', { method: 'POST', body: '{"ids":[]}' }, '')).status).toBe(401)
    expect(await (await ask('status')).json()).toMatchObject({ relay: 'cantoniere-relay', waiting: 1 })
  })

  it('keeps the order, takes the same once, and forgets only what is acknowledged', async () => {
    const [first, second] = [body(), body()]
    for (const one of [first, second, first]) expect((await relay.webhook(one)).status).toBe(200)
    const { events } = await waiting()
    expect(events.map((event) => event.body)).toEqual([first, second])
    expect(await (await acknowledge([events[0]?.id, '../relay.json', 'non c’è'])).json()).toEqual({ removed: 1 })
    expect((await waiting()).events.map((event) => event.body)).toEqual([second])
    expect((await acknowledge('tutti')).status).toBe(400)
    expect((await stat(join(folder, 'relay.json'))).isFile()).toBe(true)
  })

  it('loses nothing that it answered for when it is killed in the middle of its work', async () => {
    const answered: string[] = []
    const sending = Array.from({ length: 60 }, async () => {
      const one = body()
      const response = await relay.webhook(one).catch(() => null)
      if (response?.status === 200) answered.push(one)
      if (answered.length === 20) relay.child.kill('SIGKILL')
    })
    await Promise.all(sending)
    await relay.kill()
    await writeFile(join(folder, 'events', '000000000000001-00.json.part'), 'half')
    relay = await startRelay(folder)
    const found = new Set((await waiting()).events.map((event) => event.body))
    expect(answered.length).toBeGreaterThanOrEqual(20)
    expect(answered.filter((one) => !found.has(one))).toEqual([])
    expect((await readdir(join(folder, 'events'))).some((name) => name.endsWith('.part'))).toBe(false)
  })

  it('answers for what comes twice at once only when it is down', async () => {
    const place = join(folder, 'doppio')
    const events = await EventFolder.open(place, { bytes: 1_000_000, events: 10 })
    const both = (): Promise<PromiseSettledResult<boolean>[]> =>
      Promise.allSettled([1, 2].map((now) => events.keep(Buffer.from('due volte'), now)))
    // The disk is away: neither may be told that it was kept.
    await rm(place, { recursive: true })
    expect((await both()).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await EventFolder.open(place, { bytes: 1, events: 1 })
    expect(await both()).toEqual([1, 2].map(() => ({ status: 'fulfilled', value: true })))
    expect(await readdir(place)).toHaveLength(1)
  })

  it('refuses when its room is full, and takes again when the desk has fetched', async () => {
    const small = await startRelay(join(folder, 'piccolo'), ['--max-mb', '0.001'])
    try {
      const long = (mark: string): string => JSON.stringify({ mark, text: 'x'.repeat(600) })
      expect((await small.webhook(long('uno'))).status).toBe(200)
      expect((await small.webhook(long('due'))).status).toBe(503)
      const headers = { authorization: `Bearer ${small.secrets.deskToken}` }
      const { events } = (await (await fetch(`${small.url}/v1/events`, { headers })).json()) as {
        events: { id: string }[]
      }
      await fetch(`${small.url}/v1/acknowledge`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ ids: events.map(({ id }) => id) }),
      })
      expect((await small.webhook(long('due'))).status).toBe(200)
      expect((await small.webhook('x'.repeat(3 * 1024 * 1024 + 1))).status).toBe(413)
    } finally {
      await small.kill()
    }
  })
})
