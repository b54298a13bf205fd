import { type MessagePortMain, utilityProcess } from 'electron'
import type { EngineProcess } from '@main/host/engine-keeper'
import type { FromEngine } from '@main/transport/host-link'

export interface UtilityEngine extends EngineProcess {
  /** Hands a page's end of its line to the engine. */
  sendPort(line: string, port: MessagePortMain): void
}

/**
 * The engine as a utility process: plain Node, outside every window and outside this process. What Node compiles of it
 * is kept in `compiled`: a fifth of its start.
 */
export const forkUtilityEngine = (file: string, compiled: string): UtilityEngine => {
  const child = utilityProcess.fork(file, [], {
    serviceName: 'Cantoniere engine',
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  })
  return {
    post: (message) => child.postMessage(message),
    sendPort: (line, port) => child.postMessage({ kind: 'port', line }, [port]),
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromEngine)),
    onExit: (listener) => void child.once('exit', listener),
    kill: () => {
      // A process that is stuck in the kernel does not listen to a polite request.
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL')
    },
  }
}
