import { type EngineConfig, type FromEngine, HEARTBEAT_PATIENCE_MS, type ToEngine } from '@main/transport/host-link'

/** A started engine, whatever process it runs in. */
export interface EngineProcess {
  post(message: ToEngine): void
  onMessage(listener: (message: FromEngine) => void): void
  /** Told once, also when it could not be started at all. */
  onExit(listener: (code: number | null) => void): void
  kill(): void
}

/**
 * `connecting` until the first `ready`; `lost` while the engine is silent or gone; `failed` when it said that it cannot
 * start, or died too often: then nothing happens until a person asks for another try.
 */
export type EngineState = 'connecting' | 'connected' | 'lost' | 'failed'

/** Where the engine's stream door listens, and the word that it wants to hear. */
export interface StreamDoor {
  readonly port: number
  readonly secret: string
}

export interface KeeperParts {
  /** Called for the first engine and for every one that replaces a dead one. */
  readonly fork: () => EngineProcess
  readonly config: EngineConfig
  readonly onState: (state: EngineState) => void
  /** Everything but heartbeats. */
  readonly onMessage: (message: FromEngine) => void
  /** The process ended while nobody asked it to: its lines and sessions are gone. `again` tells whether one follows. */
  readonly onDeath: (again: boolean) => void
}

const MOST_RESTARTS = 5
const FIRST_DELAY_MS = 500
/** An engine that stood this long was healthy: the next death counts from one again. */
const PROVEN_MS = 60_000
/** A stopping engine waits for a write under way, but a hung share must not keep the desk from closing. */
const STOP_PATIENCE_MS = 5000
const WATCH_MS = 250
/** A slow machine takes its time to start a process; there is nothing on the screen yet that could be wrong. */
const START_PATIENCE_MS = 5000

/**
 * Keeps one engine running and listens to its heart. A silent engine is not killed: it waits in the kernel for a
 * share, and goes on where it was when the share answers.
 */
export class EngineKeeper {
  #process: EngineProcess | null = null
  #state: EngineState = 'connecting'
  #door: StreamDoor | null = null
  #failure: string | null = null
  #heardAt = 0
  #readyAt = 0
  #restarts = 0
  #stopping = false
  #watch: NodeJS.Timeout | undefined
  #restart: NodeJS.Timeout | undefined

  constructor(private readonly parts: KeeperParts) {}

  get state(): EngineState {
    return this.#state
  }

  /** The code of what keeps the engine from starting; null unless the state is `failed`. */
  get failure(): string | null {
    return this.#failure
  }

  /** A person asks for another try after a failure. */
  retry(): void {
    if (this.#state !== 'failed') return
    const failed = this.#process
    this.#process = null
    failed?.kill()
    this.#failure = null
    this.#restarts = 0
    this.#move('connecting')
    this.start()
  }

  /** Null until the engine is ready, and while there is none. */
  get door(): StreamDoor | null {
    return this.#door
  }

  start(): void {
    this.#heardAt = performance.now()
    const process = this.parts.fork()
    this.#process = process
    process.onMessage((message) => this.#onMessage(process, message))
    process.onExit(() => this.#onExit(process))
    process.post({ kind: 'start', config: this.parts.config })
    clearInterval(this.#watch)
    this.#watch = setInterval(() => this.#listen(), WATCH_MS)
  }

  post(message: ToEngine): void {
    this.#process?.post(message)
  }

  /** Asks it to end, waits, and ends it if it does not. */
  async stop(): Promise<void> {
    this.#stopping = true
    clearTimeout(this.#restart)
    clearInterval(this.#watch)
    const process = this.#process
    if (process === null) return
    await new Promise<void>((resolve) => {
      const limit = setTimeout(() => {
        process.kill()
        resolve()
      }, STOP_PATIENCE_MS)
      process.onExit(() => {
        clearTimeout(limit)
        resolve()
      })
      process.post({ kind: 'stop' })
    })
  }

  #onMessage(process: EngineProcess, message: FromEngine): void {
    if (process !== this.#process) return
    this.#heardAt = performance.now()
    if (message.kind === 'ready') {
      this.#readyAt = this.#heardAt
      this.#door = { port: message.streamPort, secret: message.streamSecret }
    }
    if (message.kind === 'failed') this.#fail(message.code)
    if (this.#door !== null) this.#move('connected')
    if (message.kind !== 'heartbeat') this.parts.onMessage(message)
  }

  #onExit(process: EngineProcess): void {
    if (process !== this.#process) return
    this.#process = null
    this.#door = null
    clearInterval(this.#watch)
    if (this.#stopping) return
    this.#move('lost')
    if (this.#readyAt > 0 && performance.now() - this.#readyAt > PROVEN_MS) this.#restarts = 0
    this.#readyAt = 0
    this.#restarts += 1
    const again = this.#restarts <= MOST_RESTARTS
    if (again) this.#restart = setTimeout(() => this.start(), FIRST_DELAY_MS * 2 ** (this.#restarts - 1))
    this.parts.onDeath(again)
    if (!again) this.#fail('internal')
  }

  #fail(code: string): void {
    this.#failure = code
    this.#move('failed')
  }

  #listen(): void {
    if (this.#state === 'failed') return
    const patience = this.#door === null ? START_PATIENCE_MS : HEARTBEAT_PATIENCE_MS
    if (performance.now() - this.#heardAt >= patience - WATCH_MS) this.#move('lost')
  }

  #move(next: EngineState): void {
    if (this.#state === next) return
    this.#state = next
    this.parts.onState(next)
  }
}
