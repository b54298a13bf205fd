import { join } from 'node:path'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { onCrash } from '@main/platform/crash-handler'
import { randomToken, secureRandom } from '@main/platform/random'
import { fileSecrets } from '@main/platform/secrets'
import { inBackground } from '@main/platform/in-background'
import type { EngineConfig } from '@main/platform/engine-config'
import { storeError } from '@main/store/errors'
import { type FromEngine, HEARTBEAT_MS, type ToEngine } from '@main/transport/host-link'
import type { Channel } from '@main/transport/frames'
import { portChannel } from '@main/transport/message-port'
import { type Engine, composeEngine } from './compose'
import { handleProxy } from './fetch-proxy'
import { hostProver } from './host-prover'
import { hostSecrets } from './host-secrets'
import { answerDaySheet } from './day-sheet-stream'
import { answerMailPicture } from './mail-picture'
import { answerPhoto } from './photo-stream'
import { StreamDoor } from './stream-door'
import { TileCache } from './tile-cache'

/**
 * The engine as a process of its own: Electron's utilityProcess (pages come as MessagePorts) or a forked Node (pages'
 * frames come through the web host). It answers to nobody but its host.
 */
type PagePort = Parameters<typeof portChannel>[0]

interface ParentPort {
  postMessage(message: FromEngine): void
  on(event: 'message', listener: (event: { data: unknown; ports: PagePort[] }) => void): void
}

const parentPort = (process as unknown as { parentPort?: ParentPort }).parentPort

/** A host that is gone hears nothing more; without the callback Node would end the engine in the middle of its stop. */
const post = (message: FromEngine): void => {
  if (parentPort) parentPort.postMessage(message)
  else if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
}

const keychain = hostSecrets(post)
const prover = hostProver(post)
const lines = new Map<string, { frame: (frame: unknown) => void; close: () => void }>()
let engine: Engine | null = null
let streams: StreamDoor | null = null
let heartbeat: NodeJS.Timeout | undefined
let stopping: Promise<void> | null = null

/** What a stop may take; a share that hangs must not keep a broken engine from being replaced. */
const STOP_PATIENCE_MS = 5000

const relayedChannel = (line: string): Channel => ({
  post: (frame) => post({ kind: 'frame', line, frame }),
  onFrame: (listener) => {
    lines.set(line, { frame: listener, close: lines.get(line)?.close ?? (() => undefined) })
  },
  onClose: (listener) => {
    lines.set(line, { frame: lines.get(line)?.frame ?? (() => undefined), close: listener })
  },
})

const start = async (config: EngineConfig): Promise<void> => {
  const composed = composeEngine({
    config,
    secrets: config.hostSecrets ? keychain : fileSecrets(join(config.userFolder, 'segreti.json')),
    makeDemo: (path) => makeDemoStore(path, { eventful: true }),
    ...(parentPort ? { forkProver: prover.fork } : {}),
    onCounts: (counts) => post({ kind: 'counts', ...counts }),
    onNotice: ({ kind, ...rest }) => post({ kind: 'notice', notice: kind, ...rest }),
    onCall: (call) => post({ kind: 'call', ...call }),
  })
  engine = composed
  const streamSecret = randomToken(secureRandom)
  const cache = new TileCache(join(config.userFolder, 'mappa'))
  streams = new StreamDoor(composed, streamSecret, async ({ path, query, range }, user) => {
    const photo = await answerPhoto({ path }, user, { ...composed, cache: composed.pictures })
    if (photo !== null) return photo
    const picture = await answerMailPicture({ path, query }, user, composed.current)
    if (picture !== null) return picture
    const sheet = await answerDaySheet({ path, query }, user, { ...composed, random: secureRandom })
    if (sheet !== null) return sheet
    if (!user.permissions.includes('map.read')) return null
    return handleProxy(
      { path, query, range },
      { current: composed.current, clock: composed.clock, cache, version: config.version },
    )
  })
  const streamPort = await streams.listen()
  const own = streams
  composed.lan.serving.onStream = (request, response) => own.answerPaired(request, response)
  heartbeat = setInterval(() => post({ kind: 'heartbeat' }), HEARTBEAT_MS)
  await composed.start()
  post({ kind: 'ready', streamPort, streamSecret })
  if (config.serve !== null) await invite(composed)
}

/** For a host without a screen of its own to show it on: a fresh code for the next desk. */
const invite = async (composed: Engine): Promise<void> => {
  await composed.lan.serving.newCode()
  const { address, port, fingerprint, pairing, errorCode } = await composed.lan.serving.status()
  const { code = '', text = '' } = pairing ?? {}
  post({ kind: 'serving', address, port, fingerprint: fingerprint ?? '', code, text, errorCode })
}

const end = async (code: number): Promise<void> => {
  clearInterval(heartbeat)
  setTimeout(() => process.exit(code), STOP_PATIENCE_MS).unref()
  await streams?.close()
  await engine?.stop()
  post({ kind: 'stopped' })
  // Under Electron nothing else keeps a utility process from lingering.
  process.exit(code)
}

/** Gives back what it holds and ends; asked twice it ends once. */
const stop = (code = 0): void => {
  stopping ??= end(code).catch((error: unknown) => {
    tell('the engine did not stop in order', error)
    process.exit(1)
  })
}

const tell = (what: string, error: unknown): void => {
  if (engine) engine.logger.bug(what, error)
  else process.stderr.write(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
}

// After an exception that nobody caught nothing here can be trusted: the host starts another engine.
onCrash((what, error) => {
  tell(what, error)
  stop(1)
})

const receive = (
  message: ToEngine | { readonly kind: 'port'; readonly line: string },
  ports: readonly PagePort[],
): void => {
  switch (message.kind) {
    case 'start':
      start(message.config).catch((error: unknown) => {
        tell('the engine did not start', error)
        post({ kind: 'failed', code: storeError(error)?.code ?? 'internal' })
      })
      return
    case 'port': {
      const [port] = ports
      if (port) engine?.accept(message.line, portChannel(port))
      return
    }
    case 'open':
      engine?.accept(message.line, relayedChannel(message.line))
      return
    case 'frame':
      lines.get(message.line)?.frame(message.frame)
      return
    case 'close':
      lines.get(message.line)?.close()
      lines.delete(message.line)
      return
    case 'secret':
      keychain.answered(message)
      return
    case 'prover':
      prover.heard(message)
      return
    case 'pairing':
      if (engine !== null) inBackground(engine.logger, 'pairing', invite(engine))
      return
    case 'stop':
      stop()
  }
}

if (parentPort) parentPort.on('message', (event) => receive(event.data as ToEngine, event.ports))
else {
  process.on('message', (message) => receive(message as ToEngine, []))
  // A host that is gone needs no engine.
  process.on('disconnect', () => stop())
}
