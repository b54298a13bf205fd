import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Server, createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { LARGEST_CALL } from '@shared/kernel/largest-call'
import type { ServedDesk } from '@main/platform/caller'
import type { Channel } from '@main/transport/frames'
import type { DeskCertificate } from './certificate'
import { ServedLines } from './served-lines'
import {
  CLOSED,
  MOVED_HEADER,
  PAIRING_PATH,
  PROTOCOL,
  SCHEME,
  SOCKET_PATH,
  STREAM_PATH,
  type Told,
  VERSION_HEADER,
} from './wire'

const LARGEST_REQUEST = 4_000
const MOST_CONNECTIONS = 400
const HANDSHAKE_MS = 10_000
/** A stream that moves nothing for so long is given up. */
const IDLE_MS = 30_000
/** An upload of 50 MB on a poor line. */
const REQUEST_MS = 10 * 60_000

/** Slows down whoever guesses; the keys are network addresses, `now` is monotonic milliseconds. */
export interface AddressThrottle {
  waitFor(address: string, now: number): number
  failed(address: string, now: number): void
  succeeded(address: string): void
}

export interface LanServerParts {
  readonly certificate: DeskCertificate
  readonly version: string
  /** Nothing is served here any more: paired desks are only told where the store went. */
  readonly movedTo: string | null
  readonly throttle: AddressThrottle
  /** The desk that this id and secret belong to; null for strangers. Throws while that cannot be told. */
  readonly known: (id: string, secret: string) => { readonly id: string; readonly name: string } | null
  /** Takes a pairing request's JSON; null refuses it. */
  readonly pair: (request: unknown, address: string) => unknown
  readonly accept: (line: string, channel: Channel, desk: ServedDesk) => void
  readonly onStream: (request: IncomingMessage, response: ServerResponse) => void
  /** A desk came or went. */
  readonly onDesk: (desk: ServedDesk) => void
  readonly monotonic: () => number
}

/**
 * The office's door: TLS only, for paired desks only. Whoever is not one gets the pairing call answered and every
 * other connection ended without a word; a browser is sent away whatever it knows.
 */
export class LanServer {
  readonly #server: Server
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_CALL, perMessageDeflate: false })
  readonly #desks = new Map<string, ServedLines>()
  readonly #streams = new Map<ServerResponse, string>()

  constructor(private readonly parts: LanServerParts) {
    const { key, certificate } = parts.certificate
    this.#server = createServer(
      {
        key,
        cert: certificate,
        minVersion: 'TLSv1.3',
        ALPNProtocols: [PROTOCOL],
        handshakeTimeout: HANDSHAKE_MS,
        headersTimeout: HANDSHAKE_MS,
        requestTimeout: REQUEST_MS,
        keepAliveTimeout: IDLE_MS,
        connectionsCheckingInterval: 5_000,
      },
      (request, response) => this.#answer(request, response),
    )
    this.#server.maxConnections = MOST_CONNECTIONS
    this.#server.setTimeout(IDLE_MS)
    this.#server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      this.#upgrade(request, socket, head),
    )
    this.#server.on('tlsClientError', () => undefined)
    this.#server.on('clientError', (_error, socket) => socket.destroy())
  }

  /** @returns the port; rejects with the system's code (`EADDRINUSE`, `EADDRNOTAVAIL`) */
  async listen(address: string, port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, address, () => {
        this.#server.off('error', reject)
        resolve()
      })
    })
    return (this.#server.address() as AddressInfo).port
  }

  connected(id: string): boolean {
    return this.#desks.has(id)
  }

  get count(): number {
    return this.#desks.size
  }

  /** To the desks that have a line of which `told` is true. */
  tell(message: Told, told: (line: string) => boolean): void {
    for (const lines of this.#desks.values()) if (lines.names.some(told)) lines.tell(message)
  }

  /** To every desk, whether anybody sits at it or not. */
  tellAll(message: Told): void {
    for (const lines of this.#desks.values()) lines.tell(message)
  }

  linesOf(id: string): readonly string[] {
    return this.#desks.get(id)?.names ?? []
  }

  /** Ends the desk's socket and its streams now. */
  cut(id: string): void {
    this.#desks.get(id)?.cut(CLOSED.revoked)
    for (const [response, desk] of this.#streams) if (desk === id) response.destroy()
  }

  async close(): Promise<void> {
    for (const lines of [...this.#desks.values()]) lines.cut(CLOSED.stopping)
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    response.on('error', () => undefined)
    const path = (request.url ?? '').split('?')[0] ?? ''
    if (isBrowser(request)) return void request.socket.destroy()
    if (path === PAIRING_PATH && request.method === 'POST' && this.parts.movedTo === null)
      return this.#pair(request, response)
    const desk = this.#deskOf(request)
    if (typeof desk === 'number') return sendAway(request, response, desk)
    if (path !== STREAM_PATH && !path.startsWith(`${STREAM_PATH}/`)) return void response.writeHead(404).end()
    this.#streams.set(response, desk.id)
    response.on('close', () => this.#streams.delete(response))
    this.parts.onStream(request, response)
  }

  #pair(request: IncomingMessage, response: ServerResponse): void {
    const address = addressOf(request)
    const wait = this.parts.throttle.waitFor(address, this.parts.monotonic())
    if (wait > 0) return void response.writeHead(429, { 'retry-after': String(Math.ceil(wait / 1000)) }).end()
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => {
      text += chunk
      if (text.length > LARGEST_REQUEST) request.socket.destroy()
    })
    request.on('end', () => {
      if (request.headers[VERSION_HEADER] !== this.parts.version)
        return void response.writeHead(409, { [VERSION_HEADER]: this.parts.version }).end()
      const answer = this.parts.pair(parsed(text), address)
      if (answer === null) {
        this.parts.throttle.failed(address, this.parts.monotonic())
        return void response.writeHead(403).end()
      }
      this.parts.throttle.succeeded(address)
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => undefined)
    if (isBrowser(request) || request.url !== SOCKET_PATH) return void socket.destroy()
    const desk = this.#deskOf(request)
    if (typeof desk === 'number') {
      if (desk === 0) return void socket.destroy()
      const moved = desk === 410 ? `${MOVED_HEADER}: ${encodeURIComponent(this.parts.movedTo ?? '')}\r\n` : ''
      return void socket.end(`HTTP/1.1 ${desk} Refused\r\n${moved}Connection: close\r\nContent-Length: 0\r\n\r\n`)
    }
    this.#sockets.handleUpgrade(request, socket, head, (line) => {
      // A line lives as long as it beats; the server's patience is for requests.
      request.socket.setTimeout(0)
      this.#desks.get(desk.id)?.cut(CLOSED.replaced)
      const lines: ServedLines = new ServedLines(line, {
        desk,
        accept: this.parts.accept,
        onEnd: () => {
          if (this.#desks.get(desk.id) === lines) this.#desks.delete(desk.id)
          this.parts.onDesk(desk)
        },
      })
      this.#desks.set(desk.id, lines)
      this.parts.onDesk(desk)
    })
  }

  /** Who calls: a paired desk of our own version, or the status to send away with (0: without a word). */
  #deskOf(request: IncomingMessage): ServedDesk | number {
    const match = new RegExp(`^${SCHEME} ([\\w-]{8,80})\\.([\\w-]{20,100})$`).exec(request.headers.authorization ?? '')
    if (match === null) return 0
    // Nobody guesses a secret of 256 bits: only codes, which people type, need a throttle.
    const found = this.#known(match[1] ?? '', match[2] ?? '')
    if (found === undefined) return 0
    if (found === null) return 401
    if (this.parts.movedTo !== null) return 410
    if (request.headers[VERSION_HEADER] !== this.parts.version) return 409
    return { id: found.id, name: found.name, address: addressOf(request) }
  }

  /** Undefined while nobody can say who is paired: a desk that is sent away without a word tries again. */
  #known(id: string, secret: string): ReturnType<LanServerParts['known']> | undefined {
    try {
      return this.parts.known(id, secret)
    } catch {
      return undefined
    }
  }
}

/** No page of a browser can leave these out, and no desk sends them. */
const isBrowser = ({ headers }: IncomingMessage): boolean =>
  headers.origin !== undefined ||
  headers['sec-fetch-mode'] !== undefined ||
  headers['sec-fetch-site'] !== undefined ||
  headers.cookie !== undefined

const addressOf = (request: IncomingMessage): string =>
  (request.socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '')

const sendAway = (request: IncomingMessage, response: ServerResponse, status: number): void => {
  if (status === 0) request.socket.destroy()
  else response.writeHead(status, { connection: 'close' }).end()
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
