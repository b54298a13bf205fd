import { WebSocket } from 'ws'
import type { LinkStatus } from '@shared/contract/link'
import { appError } from '@shared/kernel/app-error'
import { LARGEST_CALL } from '@shared/kernel/largest-call'
import { type Result, err } from '@shared/kernel/result'
import type { Logger } from '@main/platform/logger'
import type { CallFrame, ServerFrame } from '@main/transport/frames'
import { type LinkTarget, type Peer, isOtherCertificate, pinnedOptions } from './pinned-connection'
import { authorization } from './stream-relay'
import {
  BEAT_MS,
  CLOSED,
  LARGEST_ANSWER,
  MOVED_HEADER,
  PATIENCE_MS,
  QUIET_MS,
  SOCKET_PATH,
  type ToServing,
  type Told,
  VERSION_HEADER,
  readFromServing,
} from './wire'

type State = LinkStatus['state']

const FIRST_DELAY_MS = 300
const LONGEST_DELAY_MS = 10_000
/** A desk that was sent away asks again, but seldom: somebody may pair it or update it. */
const SENT_AWAY_DELAY_MS = 30_000
const HANDSHAKE_MS = 10_000

export interface LinkParts {
  readonly deskId: string
  readonly version: string
  readonly logger: Logger
  readonly onState: () => void
  readonly onTold: (message: Told) => void
}

interface RemoteLine {
  readonly number: number
  readonly post: (frame: ServerFrame) => void
  /** Ids of calls under way. */
  readonly calls: Set<number>
}

const unreachable = (id: number): ServerFrame => ({ id, result: err(appError('engine_unreachable')) })

/** The path in the header, or null when it is none. */
const movedIn = (header: string | string[] | undefined): string | null => {
  if (typeof header !== 'string' || header === '' || header.length > 12_288) return null
  try {
    return decodeURIComponent(header)
  } catch {
    return null
  }
}

/** What a network can be asked for; a desk's name is its computer's. */
const isHostName = (name: string): boolean => /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(name)

const SENT_AWAY: Readonly<Record<number, State>> = { 401: 'revoked', 409: 'other_version' }

/**
 * The line to the serving desk: one pinned TLS socket for all pages of this desk. It comes back by itself; a call that
 * is under way when it drops is answered `engine_unreachable` and never sent again, since it may have been carried out.
 */
export class DeskLink {
  readonly #lines = new Map<string, RemoteLine>()
  /** Calls made before the first connection is decided; afterwards nothing waits. */
  readonly #early: { readonly line: string; readonly frame: CallFrame }[] = []
  /** What this desk asked for itself. */
  readonly #asked = new Map<number, (result: Result<unknown>) => void>()
  #socket: WebSocket | null = null
  #state: State = 'connecting'
  #heardAt = 0
  /** The socket stands and nothing is heard on it. */
  #isQuiet = false
  /** Of the socket's own: a large answer on a slow line is no silence. */
  #bytes: () => number = () => 0
  #seenBytes = 0
  #attempt = 0
  /** Where the serving desk answered last. */
  #peer: Peer
  #lastLine = 0
  #stopped = false
  #beat: NodeJS.Timeout | undefined
  #again: NodeJS.Timeout | undefined

  constructor(
    readonly target: LinkTarget,
    readonly secret: string,
    private readonly parts: LinkParts,
  ) {
    this.#peer = target
  }

  get state(): State {
    return this.#state
  }

  /** Lines opened and closed while nothing is heard are so on the other side too when it goes on. */
  get #stands(): boolean {
    return this.#state === 'connected' || this.#isQuiet
  }

  /** The serving desk where it was reached last: its streams are there too. */
  get reached(): LinkTarget {
    return { ...this.target, ...this.#peer }
  }

  start(): void {
    this.#beat = setInterval(() => this.#listen(), BEAT_MS)
    this.#connect()
  }

  stop(): void {
    this.#stopped = true
    clearInterval(this.#beat)
    clearTimeout(this.#again)
    this.#socket?.close()
    this.#socket = null
    this.#refuseAll()
    this.#lines.clear()
  }

  open(line: string, post: (frame: ServerFrame) => void): void {
    this.#lastLine += 1
    const remote: RemoteLine = { number: this.#lastLine, post, calls: new Set() }
    this.#lines.set(line, remote)
    if (this.#stands) this.#send({ kind: 'open', line: remote.number })
  }

  call(line: string, frame: CallFrame): void {
    const remote = this.#lines.get(line)
    if (remote === undefined) return
    if (this.#state === 'connecting') return void this.#early.push({ line, frame })
    if (this.#state !== 'connected') return remote.post(unreachable(frame.id))
    const text = JSON.stringify({ kind: 'frame', line: remote.number, frame } satisfies ToServing)
    // The other side would take a frame that is too large for an attack and cut the line of every page.
    if (text.length > LARGEST_CALL / 4 && Buffer.byteLength(text) > LARGEST_CALL)
      return remote.post({ id: frame.id, result: err(appError('invalid_input')) })
    remote.calls.add(frame.id)
    this.#socket?.send(text)
  }

  /** One call of this desk's own on a page's line; its answer does not reach the page. */
  ask(line: string, name: string): Promise<Result<unknown>> {
    const remote = this.#lines.get(line)
    if (remote === undefined || this.#state !== 'connected') return Promise.resolve(err(appError('engine_unreachable')))
    return new Promise((resolve) => {
      this.#lastLine += 1
      // Pages count upwards from one; what this desk asks counts downwards.
      const id = -this.#lastLine
      this.#asked.set(id, resolve)
      this.call(line, { id, name, input: {} })
    })
  }

  close(line: string): void {
    const remote = this.#lines.get(line)
    if (remote === undefined) return
    this.#lines.delete(line)
    if (this.#stands) this.#send({ kind: 'close', line: remote.number })
  }

  #connect(): void {
    const { certificate, fingerprint } = this.target
    const peer = this.#nextPeer()
    const { address, port } = peer
    const host = address.includes(':') ? `[${address}]` : address
    const socket = new WebSocket(`wss://${host}:${port}${SOCKET_PATH}`, {
      ...pinnedOptions(peer, certificate, fingerprint),
      headers: { authorization: authorization(this.parts.deskId, this.secret), [VERSION_HEADER]: this.parts.version },
      maxPayload: LARGEST_ANSWER,
      perMessageDeflate: false,
      handshakeTimeout: HANDSHAKE_MS,
    })
    this.#socket = socket
    let sentAway: State = 'lost'
    const ended = (code: number): void => {
      if (this.#socket !== socket) return
      this.#socket = null
      this.#ended(code === CLOSED.revoked ? 'revoked' : sentAway)
    }
    socket.on('upgrade', ({ socket: line }) => {
      if (this.#socket === socket) this.#bytes = () => line.bytesRead
    })
    socket.on('open', () => {
      if (this.#socket !== socket) return
      this.#peer = peer
      this.#opened()
    })
    socket.on('message', (data, isBinary) => {
      if (this.#socket === socket && !isBinary) this.#receive((data as Buffer).toString('utf8'))
    })
    socket.on('unexpected-response', (_request, answer) => {
      sentAway = SENT_AWAY[answer.statusCode ?? 0] ?? 'lost'
      const moved = movedIn(answer.headers[MOVED_HEADER])
      if (answer.statusCode === 410 && moved !== null) this.parts.onTold({ kind: 'moved', path: moved })
      socket.terminate()
    })
    socket.on('error', (error) => {
      // Under its mere name anybody may have been found; only at its own address is a stranger worth a warning.
      if (isOtherCertificate(error) && address === this.target.address) sentAway = 'untrusted'
    })
    socket.on('close', (code) => ended(code))
  }

  /**
   * Every other try goes to the serving computer's name instead of the address at which it was paired: a router that
   * gives it another one must not cut off the whole office. Whoever answers there has to show the same certificate.
   */
  #nextPeer(): Peer {
    const { address, name, port } = this.target
    return this.#attempt % 2 === 1 && isHostName(name) ? { address: name, port } : { address, port }
  }

  #opened(): void {
    this.#attempt = 0
    this.#heardAt = performance.now()
    this.#state = 'connected'
    for (const remote of this.#lines.values()) this.#send({ kind: 'open', line: remote.number })
    this.parts.onState()
    for (const { line, frame } of this.#early.splice(0)) this.call(line, frame)
  }

  #ended(state: State): void {
    if (this.#stopped) return
    const moved = this.#state !== state
    this.#state = state
    this.#isQuiet = false
    this.#refuseAll()
    if (moved) {
      this.parts.logger.warn('link', { state })
      this.parts.onState()
    }
    this.#attempt += 1
    const backoff = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (this.#attempt - 1))
    // Twenty desks that lost the same one do not all come back in the same instant.
    const delay = state === 'lost' ? backoff * (0.5 + Math.random() / 2) : SENT_AWAY_DELAY_MS
    this.#again = setTimeout(() => this.#connect(), delay)
  }

  #refuseAll(): void {
    for (const { line, frame } of this.#early.splice(0)) this.#lines.get(line)?.post(unreachable(frame.id))
    for (const { calls, post } of this.#lines.values()) {
      const lost = [...calls]
      calls.clear()
      for (const id of lost) {
        if (id > 0) post(unreachable(id))
        else this.#answerOwn(id, err(appError('engine_unreachable')))
      }
    }
  }

  #receive(text: string): void {
    this.#heard()
    const message = readFromServing(text)
    if (message === null || message.kind === 'beat') return
    if (message.kind !== 'frame') return this.parts.onTold(message)
    const remote = [...this.#lines.values()].find(({ number }) => number === message.line)
    if (remote === undefined) return
    const { frame } = message
    if (!('id' in frame)) return remote.post(frame)
    // An answer to nothing that was asked is no answer.
    if (!remote.calls.delete(frame.id)) return
    if (frame.id > 0) remote.post(frame)
    else this.#answerOwn(frame.id, frame.result)
  }

  #answerOwn(id: number, result: Result<unknown>): void {
    this.#asked.get(id)?.(result)
    this.#asked.delete(id)
  }

  #listen(): void {
    const socket = this.#socket
    if (socket === null || (this.#state !== 'connected' && !this.#isQuiet)) return
    if (this.#bytes() !== this.#seenBytes) this.#heard()
    const silence = performance.now() - this.#heardAt
    if (silence > PATIENCE_MS) return socket.terminate()
    this.#send({ kind: 'beat' })
    if (silence > QUIET_MS && !this.#isQuiet) this.#fellQuiet()
  }

  /** The serving desk hangs, perhaps in its disk: people are told, what is under way may still be answered. */
  #fellQuiet(): void {
    this.#isQuiet = true
    this.#state = 'lost'
    this.parts.logger.warn('link', { state: 'quiet' })
    this.parts.onState()
  }

  #heard(): void {
    this.#heardAt = performance.now()
    this.#seenBytes = this.#bytes()
    if (!this.#isQuiet) return
    this.#isQuiet = false
    this.#state = 'connected'
    this.parts.onState()
  }

  #send(message: ToServing): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message))
  }
}
