import type { Sessions } from './sessions'

/**
 * Sessions whose person is away: the engine answers nothing of theirs until the password was given again. By token, so
 * that neither a reload nor a second window of the same session is a way around it.
 */
export class SessionLocks {
  readonly #locked = new Set<string>()

  constructor(private readonly sessions: Sessions) {}

  /** Answers the lines that must lock their page too. */
  lock(line: string): readonly string[] {
    const session = this.sessions.of(line)
    if (session === null) return []
    this.#locked.add(session.token)
    return this.sessions.linesOf(session.token)
  }

  /** Answers the lines whose pages go on too. */
  unlock(line: string): readonly string[] {
    const session = this.sessions.of(line)
    if (session === null) return []
    this.#locked.delete(session.token)
    return this.sessions.linesOf(session.token)
  }

  isLocked(line: string): boolean {
    const session = this.sessions.of(line)
    return session !== null && this.#locked.has(session.token)
  }

  /** Files and map pictures come by another door. */
  isStreamLocked(streamToken: string): boolean {
    const session = this.sessions.byStreamToken(streamToken)
    return session !== null && this.#locked.has(session.token)
  }
}
