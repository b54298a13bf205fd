/**
 * A process of its own that tries to break locks: Electron's utilityProcess or a forked Node. It must be another
 * process, since POSIX locks are between processes and SQLite knows its own.
 */
import { ProverConnection } from './prover-connection'
import type { ProverAnswer, ProverStep } from './prover-line'

interface Asked {
  readonly id: number
  readonly step: ProverStep
}
interface ParentPort {
  postMessage(message: { readonly id: number; readonly answer: ProverAnswer }): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

const parentPort = (process as unknown as { parentPort?: ParentPort }).parentPort
const connection = new ProverConnection()

const carryOut = ({ id, step }: Asked): { readonly id: number; readonly answer: ProverAnswer } => ({
  id,
  answer: connection.carryOut(step),
})

if (parentPort) parentPort.on('message', ({ data }) => parentPort.postMessage(carryOut(data as Asked)))
else {
  process.on('message', (message) => void process.send?.(carryOut(message as Asked)))
  process.on('disconnect', () => process.exit(0))
}
