import type { WebSocket } from 'ws'
import type { ServedDesk } from '@main/platform/caller'
import { type Channel, type ServerFrame, isCallFrame } from '@main/transport/frames'
import { BEAT_MS, CLOSED, MOST_LINES, PATIENCE_MS, type FromServing, type Told, readToServing } from './wire'

/** More than this in a desk's pipe means that it has stopped reading. */
const MOST_UNREAD_BYTES = 128_000_000
/** Calls of one desk that may be under way; the next one waits in its socket. */
const MOST_CALLS = 200

export interface ServedLineParts {
  readonly desk: ServedDesk
  /** Makes a page's line of the desk one of this engine's own. */
  readonly accept: (line: string, channel: Channel, desk: ServedDesk) => void
  readonly onEnd: () => void
}

interface PageLine {
  readonly name: string
  frame: (frame: unknown) => void
  closed: () => void
  /** Under way. */
  calls: number
}

let lastConnection = 0

/** One paired desk's socket: the lines of its pages, each a line of this engine's door. */
export class ServedLines {
  readonly #lines = new Map<number, PageLine>()
  readonly #connection: number
  readonly #beat: NodeJS.Timeout
  #heardAt = performance.now()
  #calls = 0
  #ended = false

  constructor(
    private readonly socket: WebSocket,
    private readonly parts: ServedLineParts,
  ) {
    lastConnection += 1
    this.#connection = lastConnection
    socket.on('message', (data, isBinary) => this.#receive(isBinary ? '' : (data as Buffer).toString('utf8')))
    socket.on('close', () => this.#end())
    socket.on('error', () => socket.terminate())
    this.#beat = setInterval(() => {
      if (performance.now() - this.#heardAt > PATIENCE_MS || socket.bufferedAmount > MOST_UNREAD_BYTES)
        socket.terminate()
      else this.#send({ kind: 'beat' })
    }, BEAT_MS)
  }

  get desk(): ServedDesk {
    return this.parts.desk
  }

  /** Names of the door's lines that end here. */
  get names(): readonly string[] {
    return [...this.#lines.values()].map(({ name }) => name)
  }

  tell(message: Told): void {
    this.#send(message)
  }

  /** Cuts at once: nothing that is still on its way is carried out, nothing more is answered. */
  cut(code: number): void {
    this.socket.close(code)
    this.#end()
    setTimeout(() => this.socket.terminate(), 500).unref()
  }

  #receive(text: string): void {
    if (this.#ended) return
    this.#heardAt = performance.now()
    const message = readToServing(text)
    if (message === null) return this.cut(CLOSED.unreadable)
    if (message.kind === 'open') this.#open(message.line)
    else if (message.kind === 'close') this.#close(message.line)
    else if (message.kind === 'frame') {
      const line = this.#lines.get(message.line)
      if (line === undefined || !isCallFrame(message.frame)) return
      line.calls += 1
      this.#calls += 1
      if (this.#calls > MOST_CALLS) this.socket.pause()
      line.frame(message.frame)
    }
  }

  #open(number: number): void {
    if (this.#lines.has(number) || this.#lines.size >= MOST_LINES) return this.cut(CLOSED.unreadable)
    const line: PageLine = {
      name: `lan-${this.#connection}-${number}`,
      frame: () => undefined,
      closed: () => undefined,
      calls: 0,
    }
    this.#lines.set(number, line)
    this.parts.accept(
      line.name,
      {
        post: (frame) => this.#post(line, number, frame),
        onFrame: (listener) => (line.frame = listener),
        onClose: (listener) => (line.closed = listener),
      },
      this.parts.desk,
    )
  }

  #post(line: PageLine, number: number, frame: ServerFrame): void {
    if ('id' in frame) {
      line.calls -= 1
      this.#answered(1)
    }
    this.#send({ kind: 'frame', line: number, frame })
  }

  #close(number: number): void {
    const line = this.#lines.get(number)
    if (line === undefined) return
    this.#lines.delete(number)
    // What a closed page asked is carried out, but nobody is told: it no longer counts as under way.
    this.#answered(line.calls)
    line.closed()
  }

  #answered(calls: number): void {
    this.#calls -= calls
    if (this.#calls <= MOST_CALLS && this.socket.isPaused) this.socket.resume()
  }

  #send(message: FromServing): void {
    if (!this.#ended && this.socket.readyState === this.socket.OPEN) this.socket.send(JSON.stringify(message))
  }

  #end(): void {
    if (this.#ended) return
    this.#ended = true
    clearInterval(this.#beat)
    for (const number of [...this.#lines.keys()]) this.#close(number)
    this.parts.onEnd()
  }
}
