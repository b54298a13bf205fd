/** How a host starts its engine. */
export interface EngineConfig {
  readonly host: 'electron' | 'web' | 'cli'
  readonly version: string
  /** This desk's own folder: configuration, log, demonstration store. */
  readonly userFolder: string
  /** Opened at start; null opens what this desk had open last. */
  readonly storePath: string | null
  readonly demo: boolean
  /** False on a served store: pages may not choose another. */
  readonly mayChooseStore: boolean
  /** Serve the store from the start, whatever this desk remembers; null leaves it to the desk. */
  readonly serve: { readonly address: string; readonly port: number } | null
  /** Whether the host holds a keychain and answers `secret` messages. */
  readonly hostSecrets: boolean
  readonly console: boolean
}
