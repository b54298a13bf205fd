import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ForkProver } from './prover-line'

const BUILT = ['./lock-prover.js', '../lock-prover.js']

/** The prover beside the built program (also from inside its chunks folder), or its source when run from sources. */
const proverFile = (from: string = import.meta.url): string =>
  fileURLToPath(
    BUILT.map((path) => new URL(path, from)).find((url) => existsSync(url)) ?? new URL('./prover-entry.ts', from),
  )

/** Provers as children of this Node. Inside Electron the host forks them: there this program may not act as Node. */
export const nodeProver =
  (env: NodeJS.ProcessEnv = process.env): ForkProver =>
  () => {
    const file = proverFile()
    const child = fork(file, [], {
      env,
      execArgv: file.endsWith('.ts') ? ['--import', 'tsx'] : [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    child.unref()
    child.channel?.unref()
    return {
      post: (message) => {
        if (child.connected) child.send(message, () => undefined)
      },
      onMessage: (listener) => void child.on('message', (message) => listener(message as never)),
      onExit: (listener) => {
        child.once('exit', listener)
        child.once('error', () => {
          if (child.pid === undefined) listener()
        })
      },
      kill: () => void child.kill('SIGKILL'),
    }
  }
