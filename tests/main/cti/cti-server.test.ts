import { request } from 'node:http'
import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CtiEvent } from '@shared/calls/cti-event'
import { CtiServer } from '@main/cti/cti-server'
import { type TestDesk, openTestDesk, valueOf } from '../../support/engine'
import { eventually } from '../../support/eventually'
import { freePorts } from '../../support/free-ports'

const TOKEN = 'segreto-di-prova'
const CALL = { event: 'newCall', callId: 'c-1', from: '393350000000', to: '390583000000', direction: 'in' }

let server: CtiServer
let port: number
let heard: CtiEvent[]
let refused: number[]
let mayKeep: boolean
let clock: number
beforeEach(async () => {
  heard = []
  refused = []
  mayKeep = true
  clock = 0
  server = new CtiServer({
    token: TOKEN,
    monotonic: () => clock,
    heard: (event) => {
      if (mayKeep) heard.push(event)
      return Promise.resolve(mayKeep)
    },
    refused: (status) => refused.push(status),
  })
  port = await server.listen(0)
})
afterEach(() => server.close())

interface Said {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}
const JSON_TYPE = { 'content-type': 'application/json' }
const say = ({ method = 'POST', path = `/api/v1/cti/${TOKEN}`, headers = JSON_TYPE, body }: Said = {}) =>
  new Promise<number>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
    })
    sent.once('error', reject)
    sent.end(body ?? JSON.stringify(CALL))
  })

describe('a switchboard written for Zammad', () => {
  it('is understood as JSON, as a form and as a form with parts', async () => {
    expect(await say()).toBe(200)
    const form = new URLSearchParams(CALL).toString()
    expect(
      await say({
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `${form}&user%5B%5D=Anna&user%5B%5D=Maria`,
      }),
    ).toBe(200)
    const parts = new FormData()
    for (const [name, value] of Object.entries(CALL)) parts.set(name, value)
    const answer = await fetch(`http://localhost:${port}/api/v1/cti/${TOKEN}`, { method: 'POST', body: parts })
    expect([answer.status, await answer.json()]).toEqual([200, {}])
    expect(heard.map(({ callId, from, user }) => [callId, from, user])).toEqual([
      ['c-1', '393350000000', ''],
      ['c-1', '393350000000', 'Anna, Maria'],
      ['c-1', '393350000000', ''],
    ])
  })

  it('says it again when it could not be kept', async () => {
    mayKeep = false
    expect(await say()).toBe(503)
  })
})

describe('whoever else comes', () => {
  it('is turned away: no secret, a page in a browser, another name, another way', async () => {
    expect(await say({ path: '/api/v1/cti/wrong' })).toBe(404)
    expect(await say({ path: '/' })).toBe(404)
    expect(await say({ headers: { ...JSON_TYPE, origin: 'http://evil.example' } })).toBe(403)
    expect(await say({ headers: { ...JSON_TYPE, origin: 'null' } })).toBe(403)
    expect(await say({ headers: { ...JSON_TYPE, 'sec-fetch-site': 'cross-site' } })).toBe(403)
    expect(await say({ headers: { ...JSON_TYPE, host: `evil.example:${port}` } })).toBe(421)
    expect(await say({ method: 'GET', body: '' })).toBe(405)
    expect(heard).toEqual([])
    expect(refused).toEqual([404, 404, 403, 403, 403, 421, 405])
  })

  it('says what is no event, or too much of it', async () => {
    expect(await say({ body: '{"event":' })).toBe(422)
    expect(await say({ body: '[]' })).toBe(422)
    expect(await say({ headers: { 'content-type': 'text/plain' }, body: 'ciao' })).toBe(422)
    expect(await say({ body: JSON.stringify({ ...CALL, event: 'ring' }) })).toBe(422)
    expect(await say({ body: JSON.stringify({ ...CALL, cause: 'x'.repeat(20_000) }) })).toBe(413)
    expect(heard).toEqual([])
  })

  it('comes too often, with the secret or guessing at it, and is heard again after a while', async () => {
    const statuses = async (times: number, said?: Said): Promise<number[]> => {
      const all: number[] = []
      for (let i = 0; i < times; i += 1) all.push(await say(said))
      return all
    }
    const wrong = { path: '/api/v1/cti/wrong' }
    expect(new Set(await statuses(20, wrong))).toEqual(new Set([404]))
    expect(await say(wrong)).toBe(429)
    // Whoever guesses does not silence the switchboard.
    expect(new Set(await statuses(60))).toEqual(new Set([200]))
    expect(await say()).toBe(429)
    clock += 1000
    expect([await say(), await say(wrong)]).toEqual([200, 404])
  })
})

describe('a desk that is to listen', () => {
  let desk: TestDesk
  afterEach(() => desk.close())

  it('says that the port is taken and takes it when it is free; a new secret shuts the old one out, and off is off', async () => {
    desk = await openTestDesk()
    const anna = await desk.as('administrator')
    const [wanted] = await freePorts(1)
    const holder = createServer()
    await new Promise<void>((resolve) => holder.listen(wanted, '127.0.0.1', resolve))
    expect(valueOf(await anna.telephone.status({}))).toMatchObject({ state: 'off', url: '' })
    expect(valueOf(await anna.telephone.start({ port: wanted }))).toMatchObject({
      state: 'waiting',
      errorCode: 'port_in_use',
    })
    await new Promise((resolve) => holder.close(resolve))
    const status = async () => valueOf(await anna.telephone.status({}))
    await eventually('the port that was let go', async () => (await status()).state === 'listening')
    const { url, errorCode } = await status()
    expect(errorCode).toBeNull()
    const { url: other } = valueOf(await anna.telephone.newToken({}))
    expect(other).not.toBe(url)
    const post = (to: string) => fetch(to, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(CALL) })
    expect([(await post(url)).status, (await post(other)).status]).toEqual([404, 200])
    valueOf(await anna.telephone.stop({}))
    await expect(post(other)).rejects.toThrow('fetch failed')
  })
})
