import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { KEY_REFUSED } from '@shared/kernel/close-codes'
import { LARGEST_CALL } from '@shared/kernel/largest-call'
import type { EngineState, StreamDoor } from '@main/host/engine-keeper'
import type { KeptReports } from '@main/host/kept-reports'
import { readPageFile } from '@main/host/page-files'
import { pageHeaders } from '@main/host/page-policy'
import type { RandomBytes } from '@main/platform/random'
import type { ServerFrame } from '@main/transport/frames'
import type { ToEngine } from '@main/transport/host-link'
import { DoorKeys } from './door-keys'
import { answerKept } from './kept-door'
import { LineRelay } from './line-relay'
import { refusalOf } from './request-guard'
import { proxyStream } from './stream-proxy'

const SOCKET_PATH = '/desk'
const STREAM_PATH = '/stream/'
const KEPT_PATH = '/kept'

export interface WebHostParts {
  readonly pageFolder: string
  readonly random: RandomBytes
  /** Reports that wait for the store; see host/kept-reports.ts. */
  readonly kept: KeptReports
  readonly engine: {
    readonly state: EngineState
    readonly failure: string | null
    readonly door: StreamDoor | null
    post(message: ToEngine): void
    retry(): void
  }
  /** A token was used: the address for another browser is a new one. */
  readonly onTokenTaken: (url: string) => void
  /** A request that could not be answered: a bug, and that request's end only. */
  readonly onFault: (error: unknown) => void
}

/** The page, its line and its streams on 127.0.0.1, for browsers that hold the key. */
export class WebHost {
  readonly #server: Server
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_CALL })
  readonly #relay: LineRelay
  /** What the answer to an upgrade brings along; kept by request, so that nobody gets another's. */
  readonly #cookies = new WeakMap<IncomingMessage, string>()
  #port = 0
  #keys: DoorKeys | null = null

  constructor(private readonly parts: WebHostParts) {
    this.#relay = new LineRelay({
      toEngine: (message) => parts.engine.post(message),
      failure: () => parts.engine.failure,
      retry: () => parts.engine.retry(),
    })
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        parts.onFault(error)
        if (!response.headersSent) response.writeHead(500)
        response.end()
      })
    })
    this.#sockets.on('headers', (headers, request) => {
      const cookie = this.#cookies.get(request)
      if (cookie !== undefined) headers.push(`Set-Cookie: ${cookie}`)
    })
    this.#server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      this.#upgrade(request, socket, head),
    )
  }

  /** @returns the address to open, with its one-time token; rejects when the port is taken */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, '127.0.0.1', resolve)
    })
    this.#port = (this.#server.address() as AddressInfo).port
    this.#keys = new DoorKeys(this.parts.random, this.#port)
    return this.#address(this.#keys)
  }

  frame(line: string, frame: ServerFrame): void {
    this.#relay.post(line, frame)
  }

  engineState(state: EngineState): void {
    this.#relay.tellState(state)
  }

  engineDied(): void {
    this.#relay.dropAll()
  }

  close(): void {
    this.#relay.dropAll()
    this.#server.close()
    this.#server.closeAllConnections()
  }

  #address(keys: DoorKeys): string {
    return `http://127.0.0.1:${this.#port}/#token=${keys.token}`
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reads = request.method === 'GET' || request.method === 'HEAD'
    const refused = refusalOf(request.headers, this.#port, !reads)
    if (refused !== null) return void response.writeHead(refused).end()
    const address = addressOf(request, this.#port)
    if (address === null) return void response.writeHead(400).end()
    const { pathname } = address
    if (pathname.startsWith(STREAM_PATH)) {
      if (!this.#keys?.hasCookie(request.headers.cookie)) return void response.writeHead(401).end()
      return proxyStream(request, response, this.parts.engine.door)
    }
    if (pathname === KEPT_PATH || pathname.startsWith(`${KEPT_PATH}/`)) {
      if (!this.#keys?.hasCookie(request.headers.cookie)) return void response.writeHead(401).end()
      return answerKept(request, response, this.parts.kept, pathname)
    }
    if (!reads) return void response.writeHead(405).end()
    const file = await readPageFile(this.parts.pageFolder, pathname)
    const headers = pageHeaders(`ws://127.0.0.1:${this.#port}`)
    if (file === null) return void response.writeHead(404, headers).end()
    response.writeHead(200, { ...headers, 'content-type': file.type, 'cache-control': file.cacheControl })
    response.end(request.method === 'HEAD' ? undefined : file.body)
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const entry = this.#entry(request)
    if (typeof entry === 'number') return refuse(socket, entry)
    if (entry.cookie !== null) this.#cookies.set(request, entry.cookie)
    this.#sockets.handleUpgrade(request, socket, head, (line) => {
      if (entry.knows) this.#relay.accept(line, this.parts.engine.state)
      else turnAway(line)
    })
  }

  /** Whether a line may be opened: the refusing status, or whether the key is good and the cookie that it earns. */
  #entry(request: IncomingMessage): number | { readonly knows: boolean; readonly cookie: string | null } {
    const keys = this.#keys
    const refused = refusalOf(request.headers, this.#port, true)
    if (refused !== null) return refused
    const address = addressOf(request, this.#port)
    if (address === null) return 400
    if (address.pathname !== SOCKET_PATH || keys === null) return 404
    if (keys.hasCookie(request.headers.cookie)) return { knows: true, cookie: null }
    if (!keys.takeToken(address.searchParams.get('token') ?? '')) return { knows: false, cookie: null }
    this.parts.onTokenTaken(this.#address(keys))
    return { knows: true, cookie: keys.cookie }
  }
}

/** Null for what is no address of ours, such as two slashes: every page on this machine may send a request for it. */
const addressOf = ({ url }: IncomingMessage, port: number): URL | null =>
  url !== undefined && url.startsWith('/') && !url.startsWith('//') && URL.canParse(url, `http://127.0.0.1:${port}`)
    ? new URL(url, `http://127.0.0.1:${port}`)
    : null

/** A refused upgrade tells a page nothing; a line that closes with this code tells it that its key is used or missing. */
const turnAway = (line: WebSocket): void => {
  line.on('error', () => line.terminate())
  line.close(KEY_REFUSED)
}

const refuse = (socket: Duplex, status: number): void => {
  socket.on('error', () => undefined)
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
