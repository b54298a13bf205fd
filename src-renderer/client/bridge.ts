import type { Result } from '@shared/kernel/result'

/** `refused`: the host does not know this page's key, and never will; only a new address helps. */
export type ConnectionState = 'connecting' | 'connected' | 'lost' | 'refused'

export interface BridgeEvent {
  readonly name: string
  readonly payload: unknown
}

export type Unsubscribe = () => void

/**
 * The only thing that a page holds of its host: `window.desk` from the preload under Electron, a WebSocket twin
 * in a browser. `invoke` never rejects; a call that the host cannot carry answers `engine_unreachable`.
 */
export interface DeskBridge {
  invoke(name: string, input: unknown): Promise<Result<unknown>>
  subscribe(listener: (event: BridgeEvent) => void): Unsubscribe
  /** Calls the listener at once with the present state, then at every change. */
  onConnection(listener: (state: ConnectionState) => void): Unsubscribe
}

declare global {
  interface Window {
    /** Put there by the preload script; absent in a browser. */
    readonly desk?: DeskBridge
  }
}
