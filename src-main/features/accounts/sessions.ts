import type { SessionUser } from '@shared/contract/accounts'
import { type RandomBytes, randomToken } from '@main/platform/random'

export interface Session {
  readonly token: string
  readonly streamToken: string
  readonly user: SessionUser
}

/**
 * Who is signed in on which line; in memory only, so that a session never outlives its engine. A page that reloads
 * comes back with its token within the grace period.
 */
export class Sessions {
  readonly #byToken = new Map<string, Session>()
  readonly #byLine = new Map<string, Session>()
  readonly #random: RandomBytes

  constructor(random: RandomBytes) {
    this.#random = random
  }

  open(line: string, user: SessionUser): Session {
    const session = { token: randomToken(this.#random), streamToken: randomToken(this.#random), user }
    this.#byToken.set(session.token, session)
    this.#byLine.set(line, session)
    return session
  }

  resume(line: string, token: string): Session | null {
    const session = this.#byToken.get(token) ?? null
    if (session !== null) this.#byLine.set(line, session)
    return session
  }

  /** Signed out: the token is worth nothing any more, on any line. */
  end(line: string): void {
    const session = this.#byLine.get(line)
    if (!session) return
    this.#byToken.delete(session.token)
    for (const [other, held] of this.#byLine) if (held.token === session.token) this.#byLine.delete(other)
  }

  /** The line is gone, its session may come back (`resume`) from a reloaded page. */
  lineClosed(line: string): void {
    this.#byLine.delete(line)
  }

  of(line: string): Session | null {
    return this.#byLine.get(line) ?? null
  }

  linesOf(token: string): readonly string[] {
    return [...this.#byLine].filter(([, held]) => held.token === token).map(([line]) => line)
  }

  byStreamToken(streamToken: string): Session | null {
    for (const session of this.#byToken.values()) if (session.streamToken === streamToken) return session
    return null
  }

  /** The user's row changed: fresh rights at once, or (null) out. Answers the lines that must be told. */
  refresh(userId: number, user: SessionUser | null): readonly string[] {
    const out: string[] = []
    for (const [token, session] of this.#byToken) {
      if (session.user.id !== userId) continue
      const lines = this.linesOf(token)
      if (user === null) {
        this.#byToken.delete(token)
        for (const line of lines) this.#byLine.delete(line)
        out.push(...lines)
      } else {
        const fresh = { ...session, user }
        this.#byToken.set(token, fresh)
        for (const line of lines) this.#byLine.set(line, fresh)
      }
    }
    return out
  }

  /** Another store was opened: everybody signs in again. */
  clear(): readonly string[] {
    const lines = [...this.#byLine.keys()]
    this.#byToken.clear()
    this.#byLine.clear()
    return lines
  }
}
