import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

const SCREEN = '1600x1000x24'

/**
 * Starts a display for each worker, where there is Xvfb: a display has but one window with the focus, so that journeys
 * side by side each need one of their own. Without Xvfb they share the display that there is, if any.
 */
export const setup = async ({ config }: { config: { maxWorkers: number } }): Promise<() => void> => {
  if (process.platform !== 'linux') return () => undefined
  const started: ChildProcess[] = []
  const numbers: string[] = []
  while (numbers.length < config.maxWorkers) {
    const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', SCREEN], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    })
    started.push(server)
    const number = await Promise.race([displayOf(server), once(server, 'exit').then(failed, failed)])
    if (number === null) break
    numbers.push(number)
  }
  if (numbers.length > 0) process.env['CANTONIERE_DISPLAYS'] = numbers.join(' ')
  return () => started.forEach((server) => server.kill())
}

const failed = (): null => null

/** The server itself takes the first free number and tells it when it listens. */
const displayOf = async (server: ChildProcess): Promise<string> => {
  const [line] = (await once(createInterface({ input: server.stdio[3] as Readable }), 'line')) as [string]
  return `:${line}`
}
