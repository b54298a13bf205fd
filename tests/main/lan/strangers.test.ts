import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type OutgoingHttpHeaders, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConnectionOptions, type Server, connect, createServer } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { ServingStatus } from '@shared/contract/serving'
import { deskCertificate } from '@main/lan/certificate'
import { CLOSED, PROTOCOL, VERSION_HEADER } from '@main/lan/wire'
import { codeOf, makeOfficeStore, valueOf } from '../../support/engine'
import { startEngine } from '../../support/engine-bundle'
import type { EngineProcessUnderTest, PageLine } from '../../support/engine-process'
import { eventually } from '../../support/eventually'
import { pairWithServing, serveFrom, storeIn } from '../../support/lan-desks'

let folder: string
let serving: EngineProcessUnderTest
let other: EngineProcessUnderTest
let admin: PageLine
let page: PageLine
let status: ServingStatus
let credentials: OutgoingHttpHeaders

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cantoniere-lan-'))
  await makeOfficeStore(storeIn(folder))
  serving = await startEngine({ userFolder: join(folder, 'serve'), storePath: storeIn(folder) })
  other = await startEngine({ userFolder: join(folder, 'other') })
  admin = serving.line()
  await admin.signIn('administrator')
  status = await serveFrom(admin)
  page = other.line()
  valueOf(await pairWithServing(page, status))
  await eventually('the link', async () => (await page.linkState()) === 'connected')
  const read = (file: string): Record<string, string> =>
    JSON.parse(readFileSync(join(folder, 'other', file), 'utf8')) as Record<string, string>
  const [secret] = Object.values(read('segreti.json'))
  credentials = { authorization: `Cantoniere ${read('desk.json')['deskId']}.${secret}`, [VERSION_HEADER]: 'test' }
})
afterAll(async () => {
  await other.stop()
  await serving.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** A stranger who speaks the protocol and believes every certificate. */
const stranger: ConnectionOptions = { rejectUnauthorized: false, ALPNProtocols: [PROTOCOL] }

/** The status that the office's port answers with, or `silence` when it ends the connection without a word. */
const ask = (path: string, headers: OutgoingHttpHeaders, method = 'GET', body = ''): Promise<number | 'silence'> =>
  new Promise((resolve) => {
    const { port } = status
    const options = { ...stranger, host: '127.0.0.1', port, path, method, headers, agent: false as const }
    const sent = httpsRequest(options, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    sent.on('error', () => resolve('silence'))
    sent.end(body)
  })

/** How a socket ends: the status of a refused upgrade, the code of a closed line, or `silence`. */
const socketEnd = (headers: OutgoingHttpHeaders, say: (socket: WebSocket) => void): Promise<number | 'silence'> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`wss://127.0.0.1:${status.port}/desk`, {
      headers: headers as Record<string, string>,
      ...stranger,
    })
    let opened = false
    socket.on('open', () => {
      opened = true
      say(socket)
    })
    socket.on('unexpected-response', (_request, answer) => resolve(answer.statusCode ?? 0))
    socket.on('close', (code) => resolve(opened ? code : 'silence'))
    socket.on('error', () => undefined)
  })

/** The desk itself may come back meanwhile and take its line over: then it is said again. */
const ownEnd = async (say: (socket: WebSocket) => void): Promise<number | 'silence'> => {
  for (;;) {
    const end = await socketEnd(credentials, say)
    if (end !== CLOSED.replaced) return end
  }
}

const linkIsBack = (): Promise<void> =>
  eventually('the desk back on its line', async () => (await page.linkState()) === 'connected')

describe('the office port and whoever is not a paired desk', () => {
  it('has no word for a stranger, whatever the address', async () => {
    for (const path of ['/', '/desk', '/stream/', '/index.html', '/../etc', '/collega'])
      expect([path, await ask(path, {})]).toEqual([path, 'silence'])
    expect(await socketEnd({}, () => undefined)).toBe('silence')
    const wrong = { authorization: `Cantoniere a-desk-id.${'x'.repeat(43)}`, [VERSION_HEADER]: 'test' }
    expect(await ask('/stream/', wrong)).toBe(401)
    expect(await socketEnd(wrong, () => undefined)).toBe(401)
  })

  it('takes nothing for a pairing that is not one', async () => {
    const { port } = status
    valueOf(await admin.client.serving.newCode({}))
    const whole = { id: 'another-desk', name: 'Altra', nonce: 'n'.repeat(32), proof: 'p'.repeat(43) }
    const version = { [VERSION_HEADER]: 'test' }
    expect(await ask('/collega', version, 'POST', '{no json')).toBe(403)
    expect(await ask('/collega', version, 'POST', JSON.stringify(whole))).toBe(403)
    expect(await ask('/collega', version, 'POST', 'x'.repeat(100_000))).toBe('silence')
    expect(await ask('/collega', { [VERSION_HEADER]: 'other' }, 'POST', JSON.stringify(whole))).toBe(409)
    expect(valueOf(await admin.client.serving.status({}))).toMatchObject({ state: 'listening', port })
  })

  it('sends a browser away even with a paired desk’s own words', async () => {
    for (const mark of [
      { origin: 'https://comune.example' },
      { 'sec-fetch-mode': 'navigate' },
      { 'sec-fetch-site': 'none' },
      { cookie: 'a=b' },
    ])
      expect([mark, await ask('/stream/', { ...credentials, ...mark })]).toEqual([mark, 'silence'])
    expect(await socketEnd({ ...credentials, origin: 'null' }, () => undefined)).toBe('silence')
    // A browser offers HTTP and gets no handshake at all.
    const handshake = await new Promise<string>((resolve) => {
      const socket = connect({
        host: '127.0.0.1',
        port: status.port,
        rejectUnauthorized: false,
        ALPNProtocols: ['h2', 'http/1.1'],
      })
      socket.on('secureConnect', () => resolve('connected'))
      socket.on('error', () => resolve('refused'))
    })
    expect(handshake).toBe('refused')
  })

  it('ends the line of a desk that sends junk, too much, or opens pages without end', async () => {
    const says: Readonly<Record<string, [(socket: WebSocket) => void, number]>> = {
      'no json': [(socket) => socket.send('{'), 4003],
      'no kind of ours': [(socket) => socket.send('{"kind":"stop"}'), 4003],
      'an array': [(socket) => socket.send('[]'), 4003],
      bytes: [(socket) => socket.send(Buffer.from([1, 2, 3])), 4003],
      'a line that is no number': [(socket) => socket.send('{"kind":"open","line":"1"}'), 4003],
      'a frame of two megabytes and more': [(socket) => socket.send('x'.repeat(2_100_000)), 1009],
      'pages without end': [
        (socket) => {
          for (let line = 1; line <= 40; line += 1) socket.send(JSON.stringify({ kind: 'open', line }))
        },
        4003,
      ],
    }
    for (const [what, [say, code]] of Object.entries(says)) expect([what, await ownEnd(say)]).toEqual([what, code])
    await linkIsBack()
  })

  it('answers a paired desk’s odd frames by name, and none of them twice', async () => {
    const answers: unknown[] = []
    await socketEnd(credentials, (socket) => {
      socket.on('message', (data) => {
        const message = JSON.parse((data as Buffer).toString()) as { kind: string; frame?: unknown }
        if (message.kind === 'frame') answers.push(message.frame)
        if (answers.length === 2) socket.close(1000)
      })
      const frame = (value: unknown, line = 1): void =>
        socket.send(JSON.stringify({ kind: 'frame', line, frame: value }))
      socket.send('{"kind":"open","line":1}')
      for (const odd of [null, 7, 'x', [], { id: 'x', name: 'desk.status' }, { name: 'desk.status' }]) frame(odd)
      frame({ id: 1, name: 'desk.status', input: {} }, 9)
      frame({ id: 2, name: '__proto__.x', input: {} })
      frame({ id: 3, name: 'tickets.list', input: {} })
    })
    expect(answers).toMatchObject([
      { id: 2, result: { ok: false, error: { code: 'invalid_input' } } },
      { id: 3, result: { ok: false, error: { code: 'unauthenticated' } } },
    ])
    await linkIsBack()
  })
})

describe('somebody between the two desks', () => {
  /** Speaks TLS with a certificate of its own and passes everything on. */
  const impostor = async (port: number, heard: string[]): Promise<Server> => {
    const { key, certificate } = await deskCertificate(join(folder, 'impostor'), 'Falsa', Date.now())
    const server = createServer({ key, cert: certificate, ALPNProtocols: [PROTOCOL] }, (socket) => {
      const onward = connect({
        host: '127.0.0.1',
        port: status.port,
        rejectUnauthorized: false,
        ALPNProtocols: [PROTOCOL],
      })
      socket.on('data', (data: Buffer) => heard.push(data.toString('latin1')))
      socket.on('error', () => onward.destroy())
      onward.on('error', () => socket.destroy())
      socket.pipe(onward).pipe(socket)
    })
    server.on('tlsClientError', () => undefined)
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    return server
  }

  it('cannot pair, even when the person did not compare the fingerprint', async () => {
    const heard: string[] = []
    const server = await impostor(0, heard)
    const third = await startEngine({ userFolder: join(folder, 'third') })
    try {
      const { port } = server.address() as AddressInfo
      const fresh = valueOf(await admin.client.serving.newCode({}))
      const line = third.line()
      const seen = valueOf(await line.client.link.look({ address: '127.0.0.1', port }))
      expect(seen.name).toBe('Falsa')
      expect(seen.fingerprint).not.toBe(fresh.fingerprint)
      const code = fresh.pairing?.code ?? ''
      const offer = { address: '127.0.0.1', port, fingerprint: seen.fingerprint, code }
      expect(codeOf(await line.client.link.pair(offer))).toBe('pairing_refused')
      expect(heard.join('')).toContain('POST /collega')
      expect(heard.join('')).not.toContain(code)
      const direct = { ...offer, port: status.port, fingerprint: fresh.fingerprint ?? '' }
      expect(codeOf(await line.client.link.pair(direct)), 'the code is still good').toBe('ok')
    } finally {
      await third.stop()
      server.close()
    }
  })

  it('hears nothing from a paired desk that finds it in the serving desk’s place', async () => {
    valueOf(await admin.client.serving.stop({}))
    await eventually('the loss', async () => (await page.linkState()) === 'lost')
    const heard: string[] = []
    const server = await impostor(status.port, heard)
    await eventually('the other certificate', async () => (await page.linkState()) === 'untrusted')
    expect(codeOf(await page.client.desk.status({}))).toBe('engine_unreachable')
    expect(heard).toEqual([])
    await new Promise((resolve) => server.close(resolve))
    await other.stop()
    valueOf(await admin.client.serving.start({ address: '127.0.0.1', port: status.port }))
    other = await startEngine({ userFolder: join(folder, 'other') })
    page = other.line()
    await linkIsBack()
  })
})

describe('files over the line', () => {
  const stream = (
    engine: EngineProcessUnderTest,
    path: string,
    options: { method?: string; headers?: OutgoingHttpHeaders; body?: Buffer } = {},
  ): Promise<{ status: number; headers: OutgoingHttpHeaders; body: Buffer }> =>
    new Promise((resolve, reject) => {
      const sent = httpRequest(
        {
          host: '127.0.0.1',
          port: engine.streams.port,
          path: `/stream/${path}`,
          method: options.method ?? 'GET',
          headers: { 'x-cantoniere-host': engine.streams.secret, ...options.headers },
        },
        (answer) => {
          const parts: Buffer[] = []
          answer.on('data', (part: Buffer) => parts.push(part))
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) }),
          )
          answer.on('error', reject)
        },
      )
      sent.on('error', reject)
      sent.end(options.body)
    })

  it('25 MB go up from one desk and come down in ranges at both, byte for byte', async () => {
    await page.signIn('manager')
    const { streamToken } = await page.signIn('manager')
    const { streamToken: ownToken } = await admin.signIn('administrator')
    const body = randomBytes(25 * 1024 * 1024)
    const sha256 = createHash('sha256').update(body).digest('hex')
    const put = await stream(other, `?t=${streamToken}`, { method: 'PUT', body })
    expect(put.status).toBe(200)
    expect(JSON.parse(put.body.toString())).toMatchObject({ sha256, size: body.length })
    for (const [engine, token] of [
      [serving, ownToken],
      [other, streamToken],
    ] as const) {
      const whole = await stream(engine, `${sha256}?t=${token}`)
      expect(createHash('sha256').update(whole.body).digest('hex')).toBe(sha256)
      const middle = await stream(engine, `${sha256}?t=${token}`, { headers: { range: 'bytes=7000000-7999999' } })
      expect([middle.status, middle.headers['content-range']]).toEqual([206, `bytes 7000000-7999999/${body.length}`])
      expect(middle.body.equals(body.subarray(7_000_000, 8_000_000))).toBe(true)
      const tail = await stream(engine, `${sha256}?t=${token}`, { headers: { range: 'bytes=-5' } })
      expect(tail.body.equals(body.subarray(-5))).toBe(true)
      expect((await stream(engine, `${sha256}?t=${token}`, { headers: { range: 'bytes=99999999-' } })).status).toBe(416)
    }
    expect((await stream(other, `${sha256}?t=guess`)).status).toBe(403)
    expect((await stream(other, sha256, { headers: { 'x-cantoniere-host': 'guess' } })).status).toBe(403)
    const big = await stream(other, `?t=${streamToken}`, { method: 'PUT', body: Buffer.alloc(51 * 1024 * 1024) }).catch(
      () => null,
    )
    expect([413, null]).toContain(big?.status ?? null)
  })
})
