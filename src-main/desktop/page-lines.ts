import { type MessagePortMain, MessageChannelMain, type WebContents } from 'electron'
import type { EngineState } from '@main/host/engine-keeper'

export interface LineParts {
  readonly state: () => EngineState
  /** Why the engine does not start; null while it does. */
  readonly failure: () => string | null
  readonly sendPort: (line: string, port: MessagePortMain) => void
}

/** Gives every page its line to the engine, a new one to whoever reloads and to all when the engine is new. */
export class PageLines {
  readonly #pages = new Set<WebContents>()
  #lastLine = 0

  constructor(private readonly parts: LineParts) {}

  /** A page's preload says that it listens. */
  pageListens(page: WebContents): void {
    if (!this.#pages.has(page)) {
      this.#pages.add(page)
      page.once('destroyed', () => this.#pages.delete(page))
    }
    if (this.parts.state() === 'connected') this.#connect(page)
    else if (this.parts.state() !== 'connecting') this.#tell(page, this.parts.state())
  }

  engineReady(): void {
    for (const page of this.#pages) this.#connect(page)
  }

  engineState(state: EngineState): void {
    for (const page of this.#pages) this.#tell(page, state)
  }

  engineDied(): void {
    for (const page of this.#pages) page.send('desk:died')
  }

  #tell(page: WebContents, state: EngineState): void {
    page.send('desk:engine', state, this.parts.failure())
  }

  #connect(page: WebContents): void {
    this.#lastLine += 1
    const { port1, port2 } = new MessageChannelMain()
    this.parts.sendPort(`page-${this.#lastLine}`, port1)
    page.postMessage('desk:port', null, [port2])
    this.#tell(page, 'connected')
  }
}
