import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import type { Client, Contract } from '@shared/contract'
import { clientOf } from '@shared/contract/define'
import type { LinkStatus } from '@shared/contract/link'
import { appError } from '@shared/kernel/app-error'
import { type Result, err } from '@shared/kernel/result'
import type { EngineConfig, FromEngine, ToEngine } from '@main/transport/host-link'
import { PASSWORD, valueOf } from './engine'
import { eventually } from './eventually'

/** What a page sees of its line: answers by number, events in the order they came. */
export interface PageLine {
  readonly client: Client
  readonly events: { name: string; payload: unknown }[]
  onEvent(listener: (name: string, payload: unknown) => void): void
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

export type EngineUnderTestConfig = Partial<EngineConfig> & { userFolder: string }

/** Starts the engine that lies in `file`; `env` is its environment, where something shall fail under it. */
export const startEngineFile = async (
  file: string,
  config: EngineUnderTestConfig,
  env: NodeJS.ProcessEnv = process.env,
): Promise<EngineProcessUnderTest> => {
  mkdirSync(config.userFolder, { recursive: true })
  const child = fork(file, [], {
    env,
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
  await eventually('the engine', () => told.some(({ kind }) => kind === 'ready'), 300_000)
  const ready = told.find((message) => message.kind === 'ready')
  if (ready?.kind !== 'ready') throw new Error('the engine did not say where its streams are')
  // Whoever asked an engine that died gets the answer that its host would give.
  const ends = new Set<() => void>()
  child.once('disconnect', () => ends.forEach((end) => end()))
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
      const listeners = new Set<(name: string, payload: unknown) => void>()
      let lastId = 0
      pages.set(name, (frame) => {
        if (frame.event !== undefined) {
          events.push({ name: frame.event, payload: frame.payload })
          for (const listener of listeners) listener(frame.event, frame.payload)
        } else if (frame.id !== undefined && frame.result !== undefined) waiting.get(frame.id)?.(frame.result)
      })
      ends.add(() => {
        for (const answer of waiting.values()) answer(err(appError('engine_unreachable')))
        waiting.clear()
      })
      post({ kind: 'open', line: name })
      const invoke: PageLine['invoke'] = (called, input) =>
        new Promise((answer) => {
          if (!child.connected) return answer(err(appError('engine_unreachable')))
          lastId += 1
          waiting.set(lastId, answer)
          post({ kind: 'frame', line: name, frame: { id: lastId, name: called, input } })
        })
      const client = clientOf<Contract>(invoke)
      return {
        client,
        events,
        onEvent: (listener) => void listeners.add(listener),
        invoke,
        post: (frame) => post({ kind: 'frame', line: name, frame }),
        linkState: async () => valueOf(await client.link.status({})).state,
        signIn: async (username) => valueOf(await client.accounts.signIn({ username, password: PASSWORD })),
        close: () => post({ kind: 'close', line: name }),
      }
    },
    kill: async () => {
      if (hasEnded(child)) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
    stop: async () => {
      if (hasEnded(child)) return
      const ended = once(child, 'exit')
      post({ kind: 'stop' })
      await ended
    },
  }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null
