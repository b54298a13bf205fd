import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EngineKeeper, type EngineProcess } from '@main/host/engine-keeper'
import {
  type EngineConfig,
  type FromEngine,
  HEARTBEAT_MS,
  HEARTBEAT_PATIENCE_MS,
  type ToEngine,
} from '@main/transport/host-link'

const config: EngineConfig = {
  host: 'web',
  version: '1.0.0',
  userFolder: '/desk',
  storePath: null,
  demo: false,
  mayChooseStore: true,
  serve: null,
  hostSecrets: false,
  console: false,
}

/** An engine in the test's hands: it speaks and dies when told to. */
class TestEngine implements EngineProcess {
  readonly heard: ToEngine[] = []
  killed = false
  #message: (message: FromEngine) => void = () => undefined
  readonly #exits: ((code: number | null) => void)[] = []

  post(message: ToEngine): void {
    this.heard.push(message)
  }
  onMessage(listener: (message: FromEngine) => void): void {
    this.#message = listener
  }
  onExit(listener: (code: number | null) => void): void {
    this.#exits.push(listener)
  }
  kill(): void {
    this.killed = true
  }
  say(message: FromEngine): void {
    this.#message(message)
  }
  die(): void {
    for (const exit of this.#exits) exit(1)
  }
}

const keptEngine = () => {
  const engines: TestEngine[] = []
  const told: string[] = []
  const keeper = new EngineKeeper({
    fork: () => {
      const engine = new TestEngine()
      engines.push(engine)
      return engine
    },
    config,
    onState: (state) => told.push(state),
    onMessage: (message) => told.push(`message ${message.kind}`),
    onDeath: (again) => told.push(again ? 'died, again' : 'died for good'),
  })
  keeper.start()
  const newest = (): TestEngine => engines.at(-1) as TestEngine
  const ready = (): void => newest().say({ kind: 'ready', streamPort: 4000, streamSecret: 'word' })
  return { keeper, engines, told, newest, ready }
}

const beatFor = (engine: TestEngine, milliseconds: number): void => {
  for (let passed = 0; passed < milliseconds; passed += HEARTBEAT_MS) {
    vi.advanceTimersByTime(HEARTBEAT_MS)
    engine.say({ kind: 'heartbeat' })
  }
}

describe('the host keeps its engine', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('starts it with its configuration and opens the lines once it is ready', () => {
    const { keeper, newest, told, ready } = keptEngine()
    expect(newest().heard).toEqual([{ kind: 'start', config }])
    newest().say({ kind: 'heartbeat' })
    expect(keeper.state).toBe('connecting')
    ready()
    expect(keeper.state).toBe('connected')
    expect(keeper.door).toEqual({ port: 4000, secret: 'word' })
    expect(told).toEqual(['connected', 'message ready'])
  })

  it('says within three seconds that the engine fell silent, and that it answers again', () => {
    const { keeper, newest, ready } = keptEngine()
    ready()
    beatFor(newest(), 30_000)
    expect(keeper.state).toBe('connected')
    vi.advanceTimersByTime(HEARTBEAT_PATIENCE_MS)
    expect(keeper.state).toBe('lost')
    expect(newest().killed).toBe(false)
    newest().say({ kind: 'heartbeat' })
    expect(keeper.state).toBe('connected')
  })

  it('replaces an engine that died, more patiently each time, and gives up after the fifth', () => {
    const { keeper, engines, told, newest, ready } = keptEngine()
    ready()
    newest().die()
    expect(keeper.state).toBe('lost')
    expect(keeper.door).toBeNull()
    for (let death = 1; death <= 5; death += 1) {
      vi.advanceTimersByTime(20_000)
      expect(engines).toHaveLength(death + 1)
      newest().die()
    }
    vi.advanceTimersByTime(120_000)
    expect(engines).toHaveLength(6)
    expect(told.slice(-2)).toEqual(['died for good', 'failed'])
  })

  it('tells why an engine cannot start, and starts another at a person’s word only', () => {
    const { keeper, engines, newest, told, ready } = keptEngine()
    newest().say({ kind: 'failed', code: 'folder_unwritable' })
    expect([keeper.state, keeper.failure]).toEqual(['failed', 'folder_unwritable'])
    beatFor(newest(), 20_000)
    vi.advanceTimersByTime(60_000)
    expect(keeper.state).toBe('failed')
    expect(engines).toHaveLength(1)
    keeper.retry()
    expect(engines[0]?.killed).toBe(true)
    engines[0]?.die()
    expect([keeper.state, keeper.failure, engines.length]).toEqual(['connecting', null, 2])
    ready()
    expect(keeper.state).toBe('connected')
    keeper.retry()
    expect(engines).toHaveLength(2)
    expect(told).not.toContain('died, again')
  })

  it('gives an engine that died too often another chance when a person wants it', () => {
    const { keeper, engines, newest } = keptEngine()
    for (let death = 0; death < 6; death += 1) {
      newest().die()
      vi.advanceTimersByTime(20_000)
    }
    expect([keeper.state, keeper.failure]).toEqual(['failed', 'internal'])
    keeper.retry()
    expect(engines).toHaveLength(7)
    newest().die()
    vi.advanceTimersByTime(20_000)
    expect(engines).toHaveLength(8)
  })

  it('forgets old deaths once an engine has stood for a minute', () => {
    const { engines, told, newest, ready } = keptEngine()
    for (let death = 1; death <= 8; death += 1) {
      ready()
      beatFor(newest(), 70_000)
      newest().die()
      vi.advanceTimersByTime(20_000)
    }
    expect(engines).toHaveLength(9)
    expect(told).not.toContain('died for good')
  })

  it('lets the engine end by itself, and ends one that does not', async () => {
    const first = keptEngine()
    first.ready()
    const stopped = first.keeper.stop()
    expect(first.newest().heard.at(-1)).toEqual({ kind: 'stop' })
    first.newest().die()
    await stopped
    expect(first.newest().killed).toBe(false)
    expect(first.engines).toHaveLength(1)

    const hung = keptEngine()
    const ended = hung.keeper.stop()
    vi.advanceTimersByTime(10_000)
    await ended
    expect(hung.newest().killed).toBe(true)
  })
})
