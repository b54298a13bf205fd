import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface DeskChild {
  readonly child: ChildProcess
  /** Everything that it told, a line each. */
  readonly told: () => readonly string[]
}

/** Starts a desk in a process of its own (see desk-process.ts); resolves when it reads its mailboxes. */
export const startDeskChild = async (
  store: string,
  folder: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<DeskChild> => {
  const script = fileURLToPath(new URL('./desk-process.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, store, folder, 'desk-one'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve)
    child.once('exit', () => reject(new Error('the desk did not start')))
  })
  return { child, told: () => text.split('\n') }
}
