import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface DeskChild {
  readonly child: ChildProcess
  readonly ended: Promise<unknown>
  /** Everything that it told, a line each. */
  readonly told: () => readonly string[]
}

/** When a desk kills itself: so many milliseconds after so many mails. */
export interface Death {
  readonly mails: number
  readonly ms: number
}

/** Starts a desk in a process of its own (see desk-process.ts); resolves when it reads its mailboxes. */
export const startDeskChild = async (
  store: string,
  folder: string,
  { env = process.env, death }: { readonly env?: NodeJS.ProcessEnv; readonly death?: Death } = {},
): Promise<DeskChild> => {
  const script = fileURLToPath(new URL('./desk-process.ts', import.meta.url))
  const dies = death === undefined ? [] : [String(death.mails), String(death.ms)]
  const child = spawn(process.execPath, ['--import', 'tsx', script, store, folder, 'desk-one', ...dies], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  })
  const ended = once(child, 'exit')
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve)
    child.once('exit', () => reject(new Error('the desk did not start')))
  })
  return { child, ended, told: () => text.split('\n') }
}
