import type { Result } from '@shared/kernel/result'

/** `refused`: the host does not know this page's key, and never will; only a new address helps. */
export type ConnectionState = 'connecting' | 'connected' | 'lost' | 'refused'

/** Why there is no engine, and will be none until a person asks for another try: a code of the closed list. */
export interface Trouble {
  readonly code: string
}

export interface BridgeEvent {
  readonly name: string
  readonly payload: unknown
}

export type Unsubscribe = () => void

/** The line to the engine. `invoke` never rejects; a call that the host cannot carry answers `engine_unreachable`. */
export interface DeskLine {
  invoke(name: string, input: unknown): Promise<Result<unknown>>
  subscribe(listener: (event: BridgeEvent) => void): Unsubscribe
  /** Calls the listener at once with the present state, then at every change. */
  onConnection(listener: (state: ConnectionState) => void): Unsubscribe
}

/**
 * The only thing that a page holds of its host: `window.desk` from the preload under Electron, a WebSocket twin
 * in a browser.
 */
export interface DeskBridge extends DeskLine {
  /** Calls the listener at once with what is in the way (null: nothing), then at every change. */
  onTrouble(listener: (trouble: Trouble | null) => void): Unsubscribe
  /** Asks the host to start an engine that failed once more. */
  retry(): void
}

declare global {
  interface Window {
    /** Put there by the preload script; absent in a browser. */
    readonly desk?: DeskBridge
  }
}
