import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileTypeFromBuffer } from 'file-type'
import type { Permission } from '@shared/accounts/permissions'
import type { SessionUser } from '@shared/contract/accounts'
import { appError } from '@shared/kernel/app-error'
import { isSameSecret } from '@main/platform/same-secret'
import { neededFor } from '@main/features/photos/file-access-queries'
import { rememberBlob } from '@main/features/tickets/attach-files'
import { Act, acting } from '@main/store/audit/acting'
import { storeError } from '@main/store/errors'
import { STREAM_METHODS } from '@main/transport/stream-headers'
import { KEPT_BUT_ASKED } from './proxy-answer'
import type { Engine } from './compose'

/** Largest file that a person may attach. */
export const UPLOAD_LIMIT = 50 * 1024 * 1024
/** A chat of years with its pictures comes in one file (`?for=chat`); it is read in place and never unpacked whole. */
const CHAT_LIMIT = 1024 * 1024 * 1024
/** As much of a file as its type can be told from. */
const HEAD_BYTES = 4100
/** Who attaches files to tickets, and who brings areas for the map. */
const MAY_PUT: ReadonlySet<Permission> = new Set(['tickets.create', 'tickets.note', 'tickets.reply', 'map.edit'])
const HASH = /^[0-9a-f]{64}$/

/** Types that a browser may show in place; everything else is offered for saving. */
const SHOWN = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'application/pdf', 'text/plain'])

/** Answers a path below `/stream/` that is not a file's; null when it is nobody's. */
export type StreamExtension = (
  request: { readonly path: string; readonly query: URLSearchParams; readonly range: string | null },
  user: SessionUser,
) => Promise<{ readonly status: number; readonly headers: Record<string, string>; readonly body: Uint8Array } | null>

/**
 * Files by content hash, with ranges, beside the contract: 25 MB do not belong in a call. On loopback, and only for a
 * host that knows `secret`; what a page may see is decided here, by its session's stream token.
 */
export class StreamDoor {
  #server: Server | null = null

  constructor(
    private readonly engine: Engine,
    private readonly secret: string,
    private readonly extension: StreamExtension = () => Promise.resolve(null),
  ) {}

  async listen(): Promise<number> {
    const server = createServer((request, response) => {
      if (!this.#isHost(request)) return end(response, 403)
      if (!this.engine.lan.relayed(request, response)) this.answerPaired(request, response)
    })
    this.#server = server
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return (server.address() as AddressInfo).port
  }

  /** For a desk that has shown who it is; what its page may see is decided by the session, as for our own. */
  answerPaired(request: IncomingMessage, response: ServerResponse): void {
    this.#answer(request, response).catch((error: unknown) => {
      this.engine.logger.bug('stream door', error)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  }

  async close(): Promise<void> {
    const server = this.#server
    if (server === null) return
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://desk')
    const token = url.searchParams.get('t') ?? ''
    const { sessions, locks } = this.engine
    const user = locks.isStreamLocked(token) ? null : (sessions.byStreamToken(token)?.user ?? null)
    const path = url.pathname.replace(/^\/stream\/?/, '')
    if (user === null) return end(response, 403)
    if (this.engine.current.opened === null) return end(response, 404)
    if (request.method === 'PUT' && path === '')
      return this.#take(request, response, user, url.searchParams.get('for') === 'chat' ? CHAT_LIMIT : UPLOAD_LIMIT)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', STREAM_METHODS.join(', '))
      return end(response, 405)
    }
    if (HASH.test(path)) return this.#give(path, url, request, response, user)
    const found = await this.extension({ path, query: url.searchParams, range: request.headers.range ?? null }, user)
    if (found === null) return end(response, 404)
    if (isHeld(request, found.headers['etag']))
      return void response.writeHead(304, { 'cache-control': KEPT_BUT_ASKED, etag: found.headers['etag'] }).end()
    response.writeHead(found.status, {
      ...found.headers,
      'x-content-type-options': 'nosniff',
      ...(request.method === 'HEAD' ? { 'content-length': found.body.byteLength } : {}),
    })
    response.end(request.method === 'HEAD' ? undefined : found.body)
  }

  #isHost(request: IncomingMessage): boolean {
    const word = request.headers['x-cantoniere-host']
    return typeof word === 'string' && isSameSecret(word, this.secret)
  }

  async #give(
    sha256: string,
    url: URL,
    request: IncomingMessage,
    response: ServerResponse,
    user: SessionUser,
  ): Promise<void> {
    const { store, files } = this.engine.current
    const found = await store.read(async (db) => ({
      blob: await db.selectFrom('blobs').select('type').where('sha256', '=', sha256).executeTakeFirst(),
      needs: await neededFor(db, sha256),
    }))
    if (found.ok && !user.permissions.includes(found.value.needs)) return end(response, 403)
    const size = await files.size(sha256)
    if (!found.ok || !found.value.blob || size === null) return end(response, 404)
    // A name is its content: what a page has is right for ever, but whether it may see it is asked each time.
    const etag = `"${sha256}"`
    // Who asks how large a file is has not seen it.
    if (request.method !== 'HEAD')
      this.engine.current.opened?.store.trail.look({
        kind: 'look',
        name: 'files.read',
        actor: { id: user.id, name: user.username },
        entity: 'files',
        object: sha256,
        outcome: 'ok',
      })
    const { type } = found.value.blob
    const name = (url.searchParams.get('name') ?? sha256.slice(0, 12)).replaceAll(/["\\\r\n]/g, '_')
    const inline = SHOWN.has(type) && url.searchParams.get('save') === null
    const headers: Record<string, string> = {
      'content-type': type.startsWith('text/') ? 'text/plain; charset=utf-8' : type,
      'content-disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'cache-control': KEPT_BUT_ASKED,
      etag,
      'accept-ranges': 'bytes',
    }
    if (isHeld(request, etag)) return void response.writeHead(304, { 'cache-control': KEPT_BUT_ASKED, etag }).end()
    const range = rangeOf(request.headers.range, size)
    if (range === 'unsatisfiable') {
      response.writeHead(416, { 'content-range': `bytes */${size}` })
      response.end()
      return
    }
    if (range === null) response.writeHead(200, { ...headers, 'content-length': size })
    else
      response.writeHead(206, {
        ...headers,
        'content-range': `bytes ${range.from}-${range.to}/${size}`,
        'content-length': range.to - range.from + 1,
      })
    if (request.method === 'HEAD') return void response.end()
    // A page that goes away ends the reading too: an open file would stay open, and locked on Windows.
    await pipeline(files.stream(sha256, range ?? undefined), response).catch(() => response.destroy())
  }

  async #take(request: IncomingMessage, response: ServerResponse, user: SessionUser, limit: number): Promise<void> {
    if (!user.permissions.some((held) => MAY_PUT.has(held))) return end(response, 403)
    const { store, files } = this.engine.current
    if (store.facts.readOnly !== null) return answerJson(response, 409, { error: appError('store_read_only') })
    const sent = sentBy(request)
    let stored: Awaited<ReturnType<typeof files.putStream>>
    try {
      stored = await files.putStream(sent, limit)
    } catch (error) {
      if (isGone(request)) return
      const known = storeError(error)
      if (known === null) throw error
      return answerJson(response, 507, { error: known })
    } finally {
      // What is still on its way is read and dropped: a page hears an answer only when it has sent everything.
      request.unpipe(sent)
      request.resume()
    }
    if (!stored.ok) return answerJson(response, 413, { error: stored.error })
    const head = await files.head(stored.value.sha256, HEAD_BYTES)
    const type = (await fileTypeFromBuffer(head))?.mime ?? 'application/octet-stream'
    const written = await acting(
      new Act({ kind: 'change', name: 'files.add', actor: { id: user.id, name: user.username } }),
      () => store.write((db) => rememberBlob(db, { ...stored.value, type, at: this.engine.clock.now() })),
    )
    if (!written.ok) return answerJson(response, 409, { error: written.error })
    answerJson(response, 200, { ...stored.value, type })
  }
}

/** Whether the page has it already, by what it says that it has. */
const isHeld = (request: IncomingMessage, etag: string | undefined): boolean =>
  etag !== undefined && (request.headers['if-none-match'] ?? '').split(/\s*,\s*/).includes(etag)

/** Whether the page went away before it had sent everything. */
const isGone = (request: IncomingMessage): boolean => request.destroyed && !request.complete

/**
 * What a page sends, as a stream that may be given up: a request that is given up itself is read no further, and a page
 * that has more to send than the network holds would wait for ever.
 */
const sentBy = (request: IncomingMessage): PassThrough => {
  const sent = new PassThrough()
  request.once('close', () => {
    if (isGone(request)) sent.destroy(new Error('the page went away'))
  })
  return request.pipe(sent)
}

const end = (response: ServerResponse, status: number): void => {
  response.writeHead(status)
  response.end()
}

const answerJson = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}

/** One range of RFC 9110; several, or a broken one, are answered whole. */
const rangeOf = (header: string | undefined, size: number): { from: number; to: number } | 'unsatisfiable' | null => {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return null
  if (match[1] === '') {
    const length = Math.min(Number(match[2]), size)
    return length === 0 ? 'unsatisfiable' : { from: size - length, to: size - 1 }
  }
  const from = Number(match[1])
  const to = match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1)
  return from >= size || from > to ? 'unsatisfiable' : { from, to }
}
