/** What a prover is asked to do with its one connection. `share`, `reserve` and `exclude` begin a transaction. */
export type ProverStep =
  | { readonly do: 'make' | 'open'; readonly path: string }
  | { readonly do: 'share' | 'reserve' | 'exclude' | 'read' | 'commit' | 'release' | 'close' }
  | { readonly do: 'write'; readonly word: string }

export interface ProverAnswer {
  /** `silent`: it said nothing in time, so it hangs in the kernel. */
  readonly outcome: 'done' | 'busy' | 'failed' | 'silent'
  /** SQLite's or the system's code, when it failed. */
  readonly code: string
  /** What `read` found. */
  readonly word: string
}

/** A prover as its owner sees it, whatever process it runs in. */
export interface ProverProcess {
  post(message: { readonly id: number; readonly step: ProverStep }): void
  onMessage(listener: (message: { readonly id: number; readonly answer: ProverAnswer }) => void): void
  /** Told once, also when it could not be started at all. */
  onExit(listener: () => void): void
  kill(): void
}

export type ForkProver = () => ProverProcess
