import { createServer, request, type IncomingHttpHeaders } from 'node:http'
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { EngineState, StreamDoor } from '@main/host/engine-keeper'
import { secureRandom } from '@main/platform/random'
import type { ToEngine } from '@main/transport/host-link'
import { KeptReports } from '@main/host/kept-reports'
import { WebHost } from '@main/web/web-host'
import { KEY_REFUSED } from '@shared/kernel/close-codes'
import { eventually } from '../../support/eventually'

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

describe('the web host lets in only the browser that holds the key', () => {
  let folder: string
  let host: WebHost
  let port: number
  let token: string
  let later: string[]
  let heard: ToEngine[]
  let faults: unknown[]
  let engine: {
    state: EngineState
    failure: string | null
    door: StreamDoor | null
    post: (message: ToEngine) => void
    retry: () => void
  }
  const open: WebSocket[] = []

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cantoniere-page-'))
    mkdirSync(join(folder, 'page', 'assets'), { recursive: true })
    writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html><title>Cantoniere</title>')
    writeFileSync(join(folder, 'page', 'assets', 'main.js'), 'export {}')
    writeFileSync(join(folder, 'secret.json'), '{}')
    heard = []
    later = []
    faults = []
    engine = {
      state: 'connected',
      failure: null,
      door: null,
      post: (message) => void heard.push(message),
      retry: () => {
        Object.assign(engine, { state: 'connecting', failure: null })
        host.engineState('connecting')
      },
    }
    host = new WebHost({
      pageFolder: join(folder, 'page'),
      random: secureRandom,
      kept: new KeptReports(join(folder, 'utente')),
      engine,
      onTokenTaken: (url) => void later.push(url),
      onFault: (error) => void faults.push(error),
    })
    const url = new URL(await host.listen(0))
    port = Number(url.port)
    token = new URLSearchParams(url.hash.slice(1)).get('token') ?? ''
  })

  afterEach(() => {
    for (const socket of open.splice(0)) socket.terminate()
    host.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const own = (): string => `127.0.0.1:${port}`

  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = request(
        { host: '127.0.0.1', port, path, method, headers: { host: own(), ...headers } },
        (answer) => {
          let body = ''
          answer.on('data', (chunk: Buffer) => (body += chunk.toString()))
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }))
        },
      )
      sent.on('error', reject)
      sent.end()
    })

  /** The status of a refused upgrade, the code of a line that was closed at once, or 101 with the cookie it brought. */
  const connect = (
    query: string,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; cookie: string; socket: WebSocket; told: unknown[] }> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/desk${query}`, {
        headers: { host: own(), origin: `http://${own()}`, ...headers },
      })
      open.push(socket)
      let cookie = ''
      socket.on('upgrade', (answer) => {
        cookie = answer.headers['set-cookie']?.[0] ?? ''
      })
      const told: unknown[] = []
      // The host's first word on a line is how its engine is; without one there is no line.
      socket.on('message', (data) => {
        told.push(JSON.parse(String(data)))
        resolve({ status: 101, cookie, socket, told })
      })
      socket.on('close', (code) => resolve({ status: code, cookie, socket, told }))
      socket.on('unexpected-response', (_request, answer) =>
        resolve({ status: answer.statusCode ?? 0, cookie, socket, told }),
      )
      socket.on('error', () => undefined)
    })

  const nameAndValue = (cookie: string): string => cookie.split(';')[0] ?? ''

  it('gives out the page with a policy that loads nothing from elsewhere', async () => {
    const page = await ask('/')
    expect(page.status).toBe(200)
    expect(page.body).toContain('Cantoniere')
    const policy = String(page.headers['content-security-policy'])
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${port};`)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(page.headers['x-content-type-options']).toBe('nosniff')
    expect((await ask('/assets/main.js')).headers['content-type']).toContain('text/javascript')
  })

  it('knows no file outside the page', async () => {
    for (const path of [
      '/../secret.json',
      '/%2e%2e/secret.json',
      '/..%2fsecret.json',
      '/assets/..%2f..%2fsecret.json',
      '/%00',
      '/%zz',
    ])
      expect((await ask(path)).status, path).toBe(404)
    expect((await ask('/', {}, 'POST')).status).toBe(403)
    expect((await ask('/', { origin: `http://${own()}` }, 'POST')).status).toBe(405)
  })

  it('sends away a request under another name or from another site', async () => {
    expect((await ask('/', { host: `comune.example:${port}` })).status).toBe(421)
    expect((await ask('/', { host: `localhost:${port}` })).status).toBe(421)
    expect((await ask('/', { origin: 'http://comune.example' })).status).toBe(403)
    expect((await connect(`?token=${token}`, { host: `comune.example:${port}` })).status).toBe(421)
    expect((await connect(`?token=${token}`, { origin: 'http://comune.example' })).status).toBe(403)
    expect((await connect(`?token=${token}`, { origin: 'null' })).status).toBe(403)
    expect(heard).toEqual([])
    expect((await connect(`?token=${token}`)).status, 'the token is still good').toBe(101)
  })

  it('takes the token once and knows the browser by its cookie afterwards', async () => {
    for (const query of ['', '?token=guess']) {
      const stranger = await connect(query)
      expect([stranger.status, stranger.cookie, stranger.told]).toEqual([KEY_REFUSED, '', []])
    }
    expect(heard).toEqual([])
    const first = await connect(`?token=${token}`)
    expect(first.status).toBe(101)
    expect(first.cookie).toMatch(/; HttpOnly; SameSite=Strict$/)
    expect((await connect(`?token=${token}`)).status).toBe(KEY_REFUSED)
    expect((await connect('', { cookie: 'cantoniere-1=x' })).status).toBe(KEY_REFUSED)
    // A reload, or the same address opened once more in the browser that it opened.
    expect((await connect(`?token=${token}`, { cookie: nameAndValue(first.cookie) })).status).toBe(101)
    const again = await connect('', { cookie: nameAndValue(first.cookie) })
    expect(again.status).toBe(101)
    expect(again.cookie).toBe('')
    expect(later).toHaveLength(1)
    const another = new URLSearchParams(new URL(later[0] ?? '').hash.slice(1)).get('token') ?? ''
    expect((await connect(`?token=${another}`)).status).toBe(101)
  })

  it('answers an address that is none, by request and by upgrade, and stands', async () => {
    for (const path of ['//', '///x', '*', 'http://[', '/%'])
      expect((await ask(path)).status, path).toBeGreaterThanOrEqual(400)
    const socket = new WebSocket(`ws://127.0.0.1:${port}//`, { headers: { host: own(), origin: `http://${own()}` } })
    const refused = await new Promise((resolve) => {
      socket.on('unexpected-response', (_request, answer) => resolve(answer.statusCode))
      socket.on('error', () => undefined)
    })
    expect(refused).toBe(400)
    expect((await ask('/')).status).toBe(200)
    expect(faults).toEqual([])
  })

  it('carries frames between the page and the engine', async () => {
    const { socket, told } = await connect(`?token=${token}`)
    const answers = (): unknown[] => told.slice(1)
    socket.send(JSON.stringify({ id: 1, name: 'desk.status', input: {} }))
    await eventually('the call at the engine', () => heard.length === 2)
    expect(heard).toEqual([
      { kind: 'open', line: 'web-1' },
      { kind: 'frame', line: 'web-1', frame: { id: 1, name: 'desk.status', input: {} } },
    ])
    host.frame('web-1', { id: 1, result: { ok: true, value: 'here' } })
    await eventually('the answer at the page', () => answers().length === 1)
    expect(answers()).toEqual([{ id: 1, result: { ok: true, value: 'here' } }])
    socket.send('no frame at all {')
    await eventually('the line closed', () => heard.some((message) => message.kind === 'close'))
  })

  it('tells every page that the engine is silent and closes their lines when it dies', async () => {
    const { socket, cookie, told } = await connect(`?token=${token}`)
    let closed = 0
    socket.on('close', (code) => (closed = code))
    host.engineState('lost')
    host.engineState('connected')
    await eventually('both states at the page', () => told.length === 3)
    expect(told).toEqual([
      { event: 'engine', payload: { state: 'connected' } },
      { event: 'engine', payload: { state: 'lost' } },
      { event: 'engine', payload: { state: 'connected' } },
    ])
    engine.state = 'lost'
    host.engineDied()
    await eventually('the line closed', () => closed === 1012)
    const held = await connect('', { cookie: nameAndValue(cookie) })
    expect(held.told).toEqual([{ event: 'engine', payload: { state: 'lost' } }])
    engine.state = 'connected'
    host.engineState('connected')
    expect(heard.at(-1)).toEqual({ kind: 'open', line: 'web-2' })
  })

  it('takes in a page that comes before the engine stands, and passes on what it said, in order', async () => {
    engine.state = 'connecting'
    const { socket, cookie, told } = await connect(`?token=${token}`)
    expect(told).toEqual([{ event: 'engine', payload: { state: 'connecting' } }])
    expect(cookie, 'the key is taken').not.toBe('')
    for (const id of [1, 2]) socket.send(JSON.stringify({ id, name: 'desk.status', input: {} }))
    // Another page comes and goes meanwhile: the engine never hears of it.
    const second = await connect('', { cookie: nameAndValue(cookie) })
    second.socket.close()
    await new Promise((resolve) => second.socket.on('close', resolve))
    await ask('/')
    expect(heard).toEqual([])
    engine.state = 'connected'
    host.engineState('connected')
    await eventually('the news at the page', () => told.length === 2)
    await eventually('both calls at the engine', () => heard.length === 3)
    expect(heard.map((message) => ('frame' in message ? (message.frame as { id: number }).id : message.kind))).toEqual([
      'open',
      1,
      2,
    ])
  })

  it('tells a page why the engine does not start, starts it again at its word, and opens its line then', async () => {
    Object.assign(engine, { state: 'failed', failure: 'folder_unwritable' })
    const { socket, told } = await connect(`?token=${token}`)
    expect(told).toEqual([{ event: 'engine', payload: { state: 'failed', code: 'folder_unwritable' } }])
    socket.send(JSON.stringify({ id: 0, name: 'host.retry' }))
    await eventually('the next try', () => engine.state === 'connecting')
    expect(heard).toEqual([])
    engine.state = 'connected'
    host.engineState('connected')
    expect(heard).toEqual([{ kind: 'open', line: 'web-1' }])
    await eventually('the news at the page', () => told.length === 3)
    expect(told.slice(1)).toEqual([
      { event: 'engine', payload: { state: 'connecting' } },
      { event: 'engine', payload: { state: 'connected' } },
    ])
  })

  it('opens the stream door only with the cookie, and tells it the secret word', async () => {
    const asked: IncomingHttpHeaders[] = []
    const door = createServer((incoming, outgoing) => {
      asked.push(incoming.headers)
      outgoing.writeHead(206, { 'content-range': 'bytes 0-3/9', 'content-type': 'image/png', 'x-inside': 'kept back' })
      outgoing.end('four')
    })
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
    try {
      const { cookie } = await connect(`?token=${token}`)
      expect((await ask('/stream/abc')).status).toBe(401)
      expect((await ask('/stream/abc', { cookie: nameAndValue(cookie) })).status).toBe(503)
      engine.door = { port: (door.address() as AddressInfo).port, secret: 'word' }
      const part = await ask('/stream/abc?t=1', { cookie: nameAndValue(cookie), range: 'bytes=0-3' })
      expect(part.status).toBe(206)
      expect(part.body).toBe('four')
      expect(part.headers['content-range']).toBe('bytes 0-3/9')
      expect(part.headers['x-inside']).toBeUndefined()
      expect(asked).toHaveLength(1)
      expect(asked[0]).toMatchObject({ 'x-cantoniere-host': 'word', range: 'bytes=0-3' })
      expect(asked[0]?.cookie).toBeUndefined()
    } finally {
      door.close()
    }
  })
})
