import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import type { StoreFacts } from '@main/store/store'
import type { DeskOrder } from './share-desk'

export interface DeskAnswer {
  readonly facts?: StoreFacts
  readonly refused?: { readonly code: string; readonly details?: Record<string, string> }
  readonly ok?: boolean
  readonly value?: string | null
  readonly bug?: string
}

export interface ShareDesk {
  ask(order: DeskOrder): Promise<DeskAnswer>
  kill(): Promise<void>
  pause(): void
  resume(): void
}

const running = new Set<ChildProcess>()

/** Starts a desk as a process of its own, on the machine of that name. */
export const startShareDesk = (
  store: string,
  machine: string,
  options: { readonly env?: NodeJS.ProcessEnv; readonly place?: 'network' | 'local'; readonly versions?: number } = {},
): ShareDesk => {
  const child = fork(
    resolve(import.meta.dirname, 'share-desk.ts'),
    [store, machine, options.place ?? 'network', String(options.versions ?? 0)],
    { env: options.env ?? process.env, execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  )
  running.add(child)
  const waiting = new Map<number, (answer: DeskAnswer) => void>()
  child.on('message', ({ id, answer }: { id: number; answer: DeskAnswer }) => {
    waiting.get(id)?.(answer)
    waiting.delete(id)
  })
  const exited = once(child, 'exit').then(() => {
    running.delete(child)
    for (const answer of waiting.values()) answer({ bug: 'the desk ended' })
  })
  let last = 0
  return {
    ask: (order) =>
      new Promise((answer) => {
        last += 1
        waiting.set(last, answer)
        child.send({ id: last, order })
      }),
    kill: async () => {
      child.kill('SIGKILL')
      await exited
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
  }
}

/** After each test: nothing that it started stays. */
export const endShareDesks = async (): Promise<void> => {
  await Promise.all(
    [...running].map(async (child) => {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    }),
  )
}
