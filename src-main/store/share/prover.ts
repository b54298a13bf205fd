import type { ForkProver, ProverAnswer, ProverProcess, ProverStep } from './prover-line'

const SILENT: ProverAnswer = { outcome: 'silent', code: '', word: '' }
const GONE: ProverAnswer = { outcome: 'failed', code: 'gone', word: '' }

/** Asks one prover process, a step at a time. A step that is not answered in time says `silent`; it never rejects. */
export class Prover {
  readonly #process: ProverProcess
  readonly #waiting = new Map<number, (answer: ProverAnswer) => void>()
  readonly #exit: Promise<void>
  #gone = false
  #lastId = 0

  constructor(fork: ForkProver) {
    this.#process = fork()
    this.#process.onMessage(({ id, answer }) => this.#settle(id, answer))
    this.#exit = new Promise((resolve) =>
      this.#process.onExit(() => {
        this.#gone = true
        for (const id of this.#waiting.keys()) this.#settle(id, GONE)
        resolve()
      }),
    )
  }

  get gone(): boolean {
    return this.#gone
  }

  ask(step: ProverStep, patienceMs: number): Promise<ProverAnswer> {
    if (this.#gone) return Promise.resolve(GONE)
    this.#lastId += 1
    const id = this.#lastId
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#settle(id, SILENT), patienceMs)
      this.#waiting.set(id, (answer) => {
        clearTimeout(timer)
        resolve(answer)
      })
      this.#process.post({ id, step })
    })
  }

  /** Ends it with whatever it holds; resolves when it is gone, or after a moment when the kernel keeps it. */
  async end(): Promise<void> {
    if (this.#gone) return
    this.#process.kill()
    let timer: NodeJS.Timeout | undefined
    await Promise.race([this.#exit, new Promise<void>((resolve) => (timer = setTimeout(resolve, 2000)))])
    clearTimeout(timer)
  }

  #settle(id: number, answer: ProverAnswer): void {
    const settle = this.#waiting.get(id)
    this.#waiting.delete(id)
    settle?.(answer)
  }
}
