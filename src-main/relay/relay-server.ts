import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { EventFolder } from './event-folder'

/** WhatsApp sends at most three. */
const LARGEST_WEBHOOK = 3 * 1024 * 1024
/** A list of ids. */
const LARGEST_COMMAND = 64 * 1024

export interface RelaySecrets {
  /** Written into Meta's form: it proves to the relay that the address was entered by somebody who knows it. */
  readonly verifyToken: string
  /** The app's secret at Meta, with which every webhook is signed. */
  readonly appSecret: string
  /** What the desk shows. */
  readonly deskToken: string
}

export interface RelayRoom {
  readonly secrets: RelaySecrets
  readonly events: EventFolder
  readonly now: () => number
  /** No word of a message, no number, no token. */
  readonly log: (line: string) => void
}

const bodyOf = async (request: IncomingMessage, most: number): Promise<Buffer | null> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > most) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const isSame = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** HMAC-SHA256 of the body's very bytes, as `X-Hub-Signature-256` holds it. */
export const signatureOf = (body: Buffer, appSecret: string): string =>
  `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`

const answer = (response: ServerResponse, status: number, body: unknown): void => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  response
    .writeHead(status, {
      'content-type': typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .end(text)
}

/** Meta asks once, when the address is entered. */
const handshake = ({ secrets }: RelayRoom, url: URL, response: ServerResponse): void => {
  const isOurs =
    url.searchParams.get('hub.mode') === 'subscribe' &&
    isSame(url.searchParams.get('hub.verify_token') ?? '', secrets.verifyToken)
  if (isOurs) answer(response, 200, (url.searchParams.get('hub.challenge') ?? '').slice(0, 500))
  else answer(response, 403, { error: 'verify_token' })
}

/** What is answered with 200 is on the disk; anything else Meta sends again, for days. */
const receive = async (room: RelayRoom, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const body = await bodyOf(request, LARGEST_WEBHOOK)
  if (body === null) return answer(response, 413, { error: 'too_large' })
  const signature = request.headers['x-hub-signature-256']
  if (typeof signature !== 'string' || !isSame(signature, signatureOf(body, room.secrets.appSecret))) {
    room.log('a webhook without the right signature was refused')
    return answer(response, 401, { error: 'signature' })
  }
  try {
    if (await room.events.keep(body, room.now())) return answer(response, 200, { kept: true })
    room.log('the folder is full: webhooks are refused until the desk has fetched some')
  } catch (error) {
    room.log(`a webhook could not be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`)
  }
  answer(response, 503, { error: 'full' })
}

const acknowledge = async (room: RelayRoom, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const body = await bodyOf(request, LARGEST_COMMAND)
  if (body === null) return answer(response, 413, { error: 'too_large' })
  let ids: unknown
  try {
    ids = (JSON.parse(body.toString('utf8')) as { ids?: unknown } | null)?.ids
  } catch {
    ids = undefined
  }
  if (!Array.isArray(ids)) return answer(response, 400, { error: 'ids' })
  answer(response, 200, { removed: await room.events.remove(ids.filter((id) => typeof id === 'string')) })
}

const forDesk = async (room: RelayRoom, url: URL, request: IncomingMessage, response: ServerResponse) => {
  if (!isSame(request.headers.authorization ?? '', `Bearer ${room.secrets.deskToken}`)) {
    room.log('somebody asked without the desk token')
    return answer(response, 401, { error: 'token' })
  }
  const { events } = room
  const asked = `${request.method ?? ''} ${url.pathname}`
  if (asked === 'GET /v1/status')
    return answer(response, 200, { relay: 'cantoniere-relay', waiting: events.waiting, oldestAt: events.oldestAt })
  if (asked === 'GET /v1/events') return answer(response, 200, await events.page())
  if (asked === 'POST /v1/acknowledge') return acknowledge(room, request, response)
  answer(response, 404, { error: 'not_found' })
}

const route = async (room: RelayRoom, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const url = new URL(request.url ?? '/', 'http://relay')
  if (url.pathname === '/webhook' && request.method === 'GET') return handshake(room, url, response)
  if (url.pathname === '/webhook' && request.method === 'POST') return receive(room, request, response)
  if (url.pathname.startsWith('/v1/')) return forDesk(room, url, request, response)
  answer(response, 404, { error: 'not_found' })
}

export const relayListener =
  (room: RelayRoom): RequestListener =>
  (request, response) => {
    route(room, request, response).catch((error: unknown) => {
      room.log(`a request failed (${error instanceof Error ? error.name : 'unknown'})`)
      if (!response.headersSent) answer(response, 500, { error: 'internal' })
      else response.destroy()
    })
  }
