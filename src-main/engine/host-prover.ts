import type { FromEngine, ToEngine } from '@main/transport/host-link'
import type { ForkProver, ProverAnswer, ProverProcess } from '@main/store/share/prover-line'

export interface HostProver {
  readonly fork: ForkProver
  heard(message: Extract<ToEngine, { kind: 'prover' }>): void
}

interface Line {
  message: (message: { readonly id: number; readonly answer: ProverAnswer }) => void
  exit: () => void
}

/**
 * Inside Electron this program may not act as Node (docs/adr/0006), so the engine cannot fork: the host starts the
 * process that tries the locks, as a utility process, and carries its words. The host itself still touches no store.
 */
export const hostProver = (post: (message: FromEngine) => void): HostProver => {
  const lines = new Map<number, Line>()
  let last = 0
  return {
    fork: (): ProverProcess => {
      last += 1
      const prover = last
      const line: Line = { message: () => undefined, exit: () => undefined }
      lines.set(prover, line)
      post({ kind: 'prover', prover, do: 'start' })
      return {
        post: (message) => post({ kind: 'prover', prover, do: 'post', message }),
        onMessage: (listener) => (line.message = listener),
        onExit: (listener) => (line.exit = listener),
        kill: () => post({ kind: 'prover', prover, do: 'kill' }),
      }
    },
    heard: ({ prover, message }) => {
      const line = lines.get(prover)
      if (message === null) {
        lines.delete(prover)
        line?.exit()
      } else line?.message(message as { id: number; answer: ProverAnswer })
    },
  }
}
