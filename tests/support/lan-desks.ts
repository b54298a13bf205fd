import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { afterAll } from 'vitest'
import { type Client, contract } from '@shared/contract'
import { clientOf } from '@shared/contract/define'
import type { LinkStatus } from '@shared/contract/link'
import type { ServingStatus } from '@shared/contract/serving'
import type { Result } from '@shared/kernel/result'
import type { EngineConfig, FromEngine, ToEngine } from '@main/transport/host-link'
import { PASSWORD, valueOf } from './engine'
import { eventually } from './eventually'

const root = resolve(import.meta.dirname, '../..')

let bundle: Promise<string> | null = null
const outDir = join(root, 'tests', 'out', `engine-${process.pid}`)
afterAll(() => rmSync(outDir, { recursive: true, force: true }))

/** The engine as one file, made once for a run: started from its sources, each process would take seconds. */
const engineFile = (): Promise<string> =>
  (bundle ??= (async () => {
    await build({
      configFile: false,
      root,
      logLevel: 'error',
      resolve: { alias: { '@shared': join(root, 'src-shared'), '@main': join(root, 'src-main') } },
      build: {
        ssr: true,
        outDir,
        emptyOutDir: true,
        rolldownOptions: {
          input: {
            engine: join(root, 'src-main', 'engine', 'entry.ts'),
            'copy-worker': join(root, 'src-main', 'store', 'copies', 'copy-worker.ts'),
            'lock-prover': join(root, 'src-main', 'store', 'share', 'prover-entry.ts'),
          },
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        },
      },
    })
    return join(outDir, 'engine.js')
  })())

/** What a page sees of its line: answers by number, events in the order they came. */
export interface PageLine {
  readonly client: Client
  readonly events: { name: string; payload: unknown }[]
  invoke(name: string, input: unknown): Promise<Result<unknown>>
  /** Sends a frame as it is, without waiting for anything. */
  post(frame: unknown): void
  linkState(): Promise<LinkStatus['state']>
  signIn(username: string): Promise<{ streamToken: string; token: string }>
  close(): void
}

/** An engine in a process of its own, driven as the web host drives it. */
export interface EngineProcessUnderTest {
  readonly child: ChildProcess
  readonly streams: { readonly port: number; readonly secret: string }
  readonly told: FromEngine[]
  line(): PageLine
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>
  stop(): Promise<void>
}

export const startEngine = async (
  config: Partial<EngineConfig> & { userFolder: string },
): Promise<EngineProcessUnderTest> => {
  mkdirSync(config.userFolder, { recursive: true })
  const child = fork(await engineFile(), [], {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const told: FromEngine[] = []
  const pages = new Map<
    string,
    (frame: { id?: number; result?: Result<unknown>; event?: string; payload?: unknown }) => void
  >()
  child.on('message', (message: FromEngine) => {
    if (message.kind === 'frame') pages.get(message.line)?.(message.frame)
    else if (message.kind !== 'heartbeat') told.push(message)
  })
  const post = (message: ToEngine): void => {
    if (child.connected) child.send(message, () => undefined)
  }
  post({
    kind: 'start',
    config: {
      host: 'web',
      version: 'test',
      storePath: null,
      demo: false,
      mayChooseStore: true,
      serve: null,
      hostSecrets: false,
      console: false,
      ...config,
    },
  })
  await eventually('the engine', () => told.some(({ kind }) => kind === 'ready'))
  const ready = told.find((message) => message.kind === 'ready')
  if (ready?.kind !== 'ready') throw new Error('the engine did not say where its streams are')
  let lines = 0
  return {
    child,
    told,
    streams: { port: ready.streamPort, secret: ready.streamSecret },
    line: () => {
      lines += 1
      const name = `page-${lines}`
      const waiting = new Map<number, (result: Result<unknown>) => void>()
      const events: PageLine['events'] = []
      let lastId = 0
      pages.set(name, (frame) => {
        if (frame.event !== undefined) events.push({ name: frame.event, payload: frame.payload })
        else if (frame.id !== undefined && frame.result !== undefined) waiting.get(frame.id)?.(frame.result)
      })
      post({ kind: 'open', line: name })
      const invoke: PageLine['invoke'] = (called, input) =>
        new Promise((answer) => {
          lastId += 1
          waiting.set(lastId, answer)
          post({ kind: 'frame', line: name, frame: { id: lastId, name: called, input } })
        })
      const client = clientOf(contract, invoke)
      return {
        client,
        events,
        invoke,
        post: (frame) => post({ kind: 'frame', line: name, frame }),
        linkState: async () => valueOf(await client.link.status({})).state,
        signIn: async (username) => valueOf(await client.accounts.signIn({ username, password: PASSWORD })),
        close: () => post({ kind: 'close', line: name }),
      }
    },
    kill: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      post({ kind: 'stop' })
      await ended
    },
  }
}

/** The administrator starts serving on loopback and asks for a code. */
export const serveFrom = async (admin: PageLine, port = 0): Promise<ServingStatus> => {
  valueOf(await admin.client.serving.start({ address: '127.0.0.1', port }))
  return valueOf(await admin.client.serving.newCode({}))
}

/** What a person does at the other desk: look, compare, type the code. */
export const pairWithServing = async (page: PageLine, status: ServingStatus): Promise<Result<LinkStatus>> => {
  const { address, port } = status
  const seen = valueOf(await page.client.link.look({ address, port }))
  return page.client.link.pair({ address, port, fingerprint: seen.fingerprint, code: status.pairing?.code ?? '' })
}

export const storeIn = (folder: string): string => join(folder, 'archivio.db')
