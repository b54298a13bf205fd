import type { BridgeEvent, ConnectionState, DeskBridge, Trouble } from '@/client/bridge'
import type { AppError } from '@shared/kernel/app-error'
import { appError } from '@shared/kernel/app-error'
import { err, ok, type Result } from '@shared/kernel/result'

interface Asked {
  readonly name: string
  readonly input: unknown
  readonly answer: (result: Result<unknown, AppError>) => void
}

const NO_LINK = { state: 'none', name: '', address: '', port: 0, fingerprint: '' }

/** The page's bridge in a test's hands: calls wait in `asked` until they are answered, or are answered by `rules`. */
export class StandInBridge implements DeskBridge {
  readonly asked: Asked[] = []
  readonly rules = new Map<string, (input: unknown) => Result<unknown>>()
  readonly #listeners = new Set<(event: BridgeEvent) => void>()
  readonly #troubled = new Set<(trouble: Trouble | null) => void>()
  /** How often the page asked its host for another engine. */
  retries = 0
  readonly #watchers = new Set<(state: ConnectionState) => void>()

  invoke(name: string, input: unknown): Promise<Result<unknown>> {
    // Every page asks it once, by itself; no test's story is about it unless it says so.
    if (name === 'link.status' && !this.rules.has(name)) return Promise.resolve(ok(NO_LINK))
    const rule = this.rules.get(name)
    return new Promise((resolve) => {
      this.asked.push({ name, input, answer: resolve })
      if (rule) resolve(rule(structuredClone(input)))
    })
  }

  subscribe(listener: (event: BridgeEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  onConnection(listener: (state: ConnectionState) => void): () => void {
    this.#watchers.add(listener)
    listener('connected')
    return () => this.#watchers.delete(listener)
  }

  onTrouble(listener: (trouble: Trouble | null) => void): () => void {
    this.#troubled.add(listener)
    listener(null)
    return () => this.#troubled.delete(listener)
  }

  retry(): void {
    this.retries += 1
  }

  trouble(now: Trouble | null): void {
    for (const listener of this.#troubled) listener(now)
  }

  tell(name: string, payload: unknown): void {
    for (const listener of this.#listeners) listener({ name, payload })
  }

  connection(state: ConnectionState): void {
    for (const watcher of this.#watchers) watcher(state)
  }

  /** Answers the oldest call of that name that still waits. */
  answer(index: number, value: unknown): void {
    this.asked[index]?.answer(ok(value))
  }

  refuse(index: number, code: AppError['code']): void {
    this.asked[index]?.answer(err(appError(code)))
  }
}
