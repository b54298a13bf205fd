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

const stateFrame = (state: EngineState): string => JSON.stringify({ event: 'engine', payload: { state } })

/**
 * The pages' lines: every socket is one, its frames go to the engine and back. How the engine is, is told beside
 * them in a frame of the host's own, the first on every line: `{event: 'engine', payload: {state}}`. A page may come
 * before the engine stands: its line is held, with what it said, and opened when the engine is ready.
 */
export class LineRelay {
  readonly #sockets = new Map<string, WebSocket>()
  /** Lines that the engine does not know yet, each with the frames that wait for it. */
  readonly #held = new Map<string, unknown[]>()
  #lastLine = 0

  constructor(private readonly toEngine: (message: ToEngine) => void) {}

  accept(socket: WebSocket, state: EngineState): void {
    this.#lastLine += 1
    const line = `web-${this.#lastLine}`
    this.#sockets.set(line, socket)
    if (state === 'connected') this.toEngine({ kind: 'open', line })
    else this.#held.set(line, [])
    socket.send(stateFrame(state))
    socket.on('message', (data, isBinary) => {
      const frame = isBinary ? null : parse(String(data))
      const held = this.#held.get(line)
      if (frame === null) socket.close(UNREADABLE)
      else if (!held) this.toEngine({ kind: 'frame', line, frame })
      else if (held.push(frame) > MOST_HELD) socket.close(TOO_MUCH)
    })
    socket.on('close', () => {
      if (this.#sockets.delete(line) && !this.#held.delete(line)) this.toEngine({ kind: 'close', line })
    })
    socket.on('error', () => socket.terminate())
  }

  post(line: string, frame: ServerFrame): void {
    this.#sockets.get(line)?.send(JSON.stringify(frame))
  }

  tellState(state: EngineState): void {
    if (state === 'connected') this.#openHeld()
    for (const socket of this.#sockets.values()) socket.send(stateFrame(state))
  }

  #openHeld(): void {
    for (const [line, frames] of this.#held) {
      this.toEngine({ kind: 'open', line })
      for (const frame of frames) this.toEngine({ kind: 'frame', line, frame })
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

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
