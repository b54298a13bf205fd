import { fork } from 'node:child_process'
import type { EngineProcess } from '@main/host/engine-keeper'
import type { FromEngine } from '@main/transport/host-link'

/**
 * The engine as a child process of plain Node; its frames are cloned, not turned into JSON. What Node compiles of it is
 * kept in `compiled`: a fifth of its start.
 */
export const forkEngine = (file: string, compiled: string): EngineProcess => {
  // A group of its own: a terminal's Ctrl+C reaches the host, which lets the engine finish its writes.
  const child = fork(file, [], {
    serialization: 'advanced',
    detached: true,
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return {
    post: (message) => {
      // A child that died a moment ago has no ears; its exit is told by itself.
      if (child.connected) child.send(message, () => undefined)
    },
    onMessage: (listener) => void child.on('message', (message) => listener(message as unknown as FromEngine)),
    onExit: (listener) => {
      child.once('exit', (code) => listener(code))
      child.once('error', () => {
        if (child.pid === undefined) listener(null)
      })
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
