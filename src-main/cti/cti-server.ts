import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type CtiEvent, readCtiEvent } from '@shared/calls/cti-event'
import { isSameSecret } from '@main/platform/same-secret'
import { ctiFields } from './cti-fields'
import { RateLimit } from './rate-limit'

/** The path of Zammad's generic interface, so that a script written for it has only its address changed. */
export const CTI_PATH = '/api/v1/cti/'

/** An event is a few hundred bytes. */
const LARGEST_BODY = 16_384
const PATIENCE_MS = 5_000
const MOST_CONNECTIONS = 32
/** A switchboard of a whole town hall tells of a few calls a second. */
const BURST = 60
const PER_SECOND = 20
/** Whoever does not know the secret is not a switchboard. */
const WRONG_BURST = 20
const WRONG_PER_SECOND = 1

export interface CtiServerParts {
  readonly token: string
  readonly monotonic: () => number
  /** False: it could not be kept now, the switchboard may say it again. */
  readonly heard: (event: CtiEvent) => Promise<boolean>
  /** Something was turned away; never what it said. */
  readonly refused: (status: number) => void
}

const bodyOf = async (request: IncomingMessage): Promise<Buffer | null> => {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += part.length
    if (size > LARGEST_BODY) return null
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/**
 * Takes a switchboard's events on this machine's loopback and nowhere else. A page in a browser cannot reach it: its
 * requests name an Origin (or another Host), and none is let in.
 */
export class CtiServer {
  readonly #server: Server
  readonly #known: RateLimit
  readonly #wrong: RateLimit
  #port = 0

  constructor(private readonly parts: CtiServerParts) {
    this.#known = new RateLimit(parts.monotonic, BURST, PER_SECOND)
    this.#wrong = new RateLimit(parts.monotonic, WRONG_BURST, WRONG_PER_SECOND)
    this.#server = createServer((request, response) => void this.#answer(request, response))
    this.#server.requestTimeout = PATIENCE_MS
    this.#server.headersTimeout = PATIENCE_MS
    this.#server.maxConnections = MOST_CONNECTIONS
  }

  /** Rejects with the system's own error when the port is not to be had. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.removeListener('error', reject)
        const address = this.#server.address()
        this.#port = typeof address === 'object' && address !== null ? address.port : port
        resolve(this.#port)
      })
    })
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve())
      this.#server.closeAllConnections()
    })
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const status = await this.#take(request).catch(() => 400)
    if (status !== 200) this.parts.refused(status)
    // What was not read to its end is not waited for.
    response.writeHead(status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(status === 200 ? {} : { connection: 'close' }),
    })
    response.end('{}')
    if (status !== 200) request.resume()
  }

  async #take(request: IncomingMessage): Promise<number> {
    const { headers, method, url = '' } = request
    const isOwn = headers.host === `127.0.0.1:${this.#port}` || headers.host === `localhost:${this.#port}`
    if (!isOwn) return 421
    if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined) return 403
    if (!this.#knows(url)) return this.#wrong.take() ? 404 : 429
    if (method !== 'POST') return 405
    if (!this.#known.take()) return 429
    const body = await bodyOf(request)
    if (body === null) return 413
    const fields = await ctiFields(body, headers['content-type'] ?? '')
    const event = fields === null ? null : readCtiEvent(fields)
    if (event === null) return 422
    return (await this.parts.heard(event)) ? 200 : 503
  }

  #knows(url: string): boolean {
    return url.startsWith(CTI_PATH) && isSameSecret(url.slice(CTI_PATH.length), this.parts.token)
  }
}
