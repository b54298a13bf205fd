import type { WebSocket } from 'ws'
import type { EngineState } from '@main/host/engine-keeper'
import type { ServerFrame } from '@main/transport/frames'
import type { ToEngine } from '@main/transport/host-link'

/** RFC 6455: the service restarts; a page connects again by itself. */
const SERVICE_RESTART = 1012
const UNREADABLE = 1003

/**
 * The pages' lines: every socket is one, its frames go to the engine and back. How the engine is, is told beside
 * them in a frame of the host's own: `{event: 'engine', payload: {state}}`.
 */
export class LineRelay {
  readonly #sockets = new Map<string, WebSocket>()
  #lastLine = 0

  constructor(private readonly toEngine: (message: ToEngine) => void) {}

  accept(socket: WebSocket): void {
    this.#lastLine += 1
    const line = `web-${this.#lastLine}`
    this.#sockets.set(line, socket)
    this.toEngine({ kind: 'open', line })
    socket.on('message', (data, isBinary) => {
      const frame = isBinary ? null : parse(String(data))
      if (frame === null) socket.close(UNREADABLE)
      else this.toEngine({ kind: 'frame', line, frame })
    })
    socket.on('close', () => {
      if (this.#sockets.delete(line)) this.toEngine({ kind: 'close', line })
    })
    socket.on('error', () => socket.terminate())
  }

  post(line: string, frame: ServerFrame): void {
    this.#sockets.get(line)?.send(JSON.stringify(frame))
  }

  tellState(state: EngineState): void {
    const frame = JSON.stringify({ event: 'engine', payload: { state } })
    for (const socket of this.#sockets.values()) socket.send(frame)
  }

  /** The engine's end of every line is gone: pages learn that what was under way is uncertain. */
  dropAll(): void {
    const sockets = [...this.#sockets.values()]
    this.#sockets.clear()
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
