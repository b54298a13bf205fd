import { type UtilityProcess, utilityProcess } from 'electron'
import type { FromEngine, ToEngine } from '@main/transport/host-link'

type Order = Extract<FromEngine, { kind: 'prover' }>

/** Starts and ends the processes that try a share's locks for the engine, and carries their words. */
export class LockProvers {
  readonly #running = new Map<number, UtilityProcess>()

  constructor(
    private readonly file: string,
    private readonly tell: (message: ToEngine) => void,
  ) {}

  carryOut(order: Order): void {
    const { prover } = order
    if (order.do === 'start') {
      const child = utilityProcess.fork(this.file, [], { serviceName: 'Cantoniere lock prover' })
      this.#running.set(prover, child)
      child.on('message', (message) => this.tell({ kind: 'prover', prover, message }))
      child.once('exit', () => {
        this.#running.delete(prover)
        this.tell({ kind: 'prover', prover, message: null })
      })
      return
    }
    const child = this.#running.get(prover)
    if (child === undefined) return
    if (order.do === 'post') child.postMessage(order.message)
    // One that waits in the kernel for a share does not listen to a polite request.
    else if (child.pid === undefined) child.kill()
    else process.kill(child.pid, 'SIGKILL')
  }

  /** The engine that asked for them is gone. */
  endAll(): void {
    for (const child of this.#running.values()) child.kill()
  }
}
