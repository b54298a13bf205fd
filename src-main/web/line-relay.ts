import type { WebSocket } from 'ws'
import type { EngineState } from '@main/host/engine-keeper'
import type { ServerFrame } from '@main/transport/frames'
import type { ToEngine } from '@main/transport/host-link'

/** RFC 6455: the service restarts; a page connects again by itself. */
const SERVICE_RESTART = 1012
const UNREADABLE = 1003
/** What a page says before the engine stands: far less than this. */
const MOST_HELD = 200
const TOO_MUCH = 1008

/** What a page sends to its host, not to the engine: another try after the engine failed. */
export const RETRY_NAME = 'host.retry'

export interface RelayParts {
  readonly toEngine: (message: ToEngine) => void
  /** Why there is no engine behind the lines; null while there is one. */
  readonly failure: () => string | null
  readonly retry: () => void
}

/**
 * The pages' lines: every socket is one, its frames go to the engine and back. How the engine is, is told beside
 * them in a frame of the host's own, the first on every line: `{event: 'engine', payload: {state, code?}}`. A page may
 * come before the engine stands: its line is held, with what it said, and opened when the engine is ready.
 */
export class LineRelay {
  readonly #sockets = new Map<string, WebSocket>()
  /** Lines that the engine does not know yet, each with the frames that wait for it. */
  readonly #held = new Map<string, unknown[]>()
  #lastLine = 0

  constructor(private readonly parts: RelayParts) {}

  accept(socket: WebSocket, state: EngineState): void {
    this.#lastLine += 1
    const line = `web-${this.#lastLine}`
    this.#sockets.set(line, socket)
    if (state === 'connected') this.parts.toEngine({ kind: 'open', line })
    else this.#held.set(line, [])
    socket.send(this.#stateFrame(state))
    socket.on('message', (data, isBinary) => {
      const frame = isBinary ? null : parse(String(data))
      const held = this.#held.get(line)
      if (frame === null) socket.close(UNREADABLE)
      else if (isRetry(frame)) this.parts.retry()
      else if (!held) this.parts.toEngine({ kind: 'frame', line, frame })
      else if (held.push(frame) > MOST_HELD) socket.close(TOO_MUCH)
    })
    socket.on('close', () => {
      if (this.#sockets.delete(line) && !this.#held.delete(line)) this.parts.toEngine({ kind: 'close', line })
    })
    socket.on('error', () => socket.terminate())
  }

  post(line: string, frame: ServerFrame): void {
    this.#sockets.get(line)?.send(JSON.stringify(frame))
  }

  tellState(state: EngineState): void {
    if (state === 'connected') this.#openHeld()
    // What was said to an engine that cannot start has been answered by the page's own bridge.
    if (state === 'failed') for (const frames of this.#held.values()) frames.length = 0
    for (const socket of this.#sockets.values()) socket.send(this.#stateFrame(state))
  }

  #stateFrame(state: EngineState): string {
    const code = this.parts.failure()
    return JSON.stringify({ event: 'engine', payload: code === null ? { state } : { state, code } })
  }

  #openHeld(): void {
    for (const [line, frames] of this.#held) {
      this.parts.toEngine({ kind: 'open', line })
      for (const frame of frames) this.parts.toEngine({ kind: 'frame', line, frame })
    }
    this.#held.clear()
  }

  /** The engine's end of every line is gone: pages learn that what was under way is uncertain. */
  dropAll(): void {
    const sockets = [...this.#sockets.values()]
    this.#sockets.clear()
    this.#held.clear()
    for (const socket of sockets) socket.close(SERVICE_RESTART)
  }
}

const isRetry = (frame: unknown): boolean =>
  typeof frame === 'object' && frame !== null && 'name' in frame && frame.name === RETRY_NAME

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
