import type { SessionUser } from '@shared/contract/accounts'
import type { SignedOutReason } from '@shared/contract/events'
import type { AccessSettings } from '@shared/contract/settings'
import { HOUR_MS, MINUTE_MS } from '@shared/kernel/instant'
import type { Clock } from '@main/platform/clock'
import { type RandomBytes, randomToken } from '@main/platform/random'

export interface Session {
  readonly token: string
  readonly streamToken: string
  readonly user: SessionUser
  /** The user's `session_epoch` at sign-in: a higher one in the store has ended this session. */
  readonly epoch: number
}

interface Held extends Session {
  readonly openedAt: Moment
  usedAt: Moment
}

/** Two clocks, since a laptop's lid stops the one and a person may set the other. */
interface Moment {
  readonly wall: number
  readonly steady: number
}

export interface Ended {
  readonly lines: readonly string[]
  readonly user: SessionUser
  readonly reason: SignedOutReason
}

/**
 * Who is signed in on which line; in memory only, so that a session never outlives its engine. A page that reloads
 * comes back with its token. A session ends by itself when nobody used it for a while, and at its lifetime's end.
 */
export class Sessions {
  readonly #byToken = new Map<string, Held>()
  readonly #byLine = new Map<string, string>()
  #limits: AccessSettings = { idleMinutes: 0, maxHours: 168 }

  constructor(
    private readonly random: RandomBytes,
    private readonly clock: Clock,
    /** Somebody has signed in, or come back, on this line. */
    private readonly entered: (line: string) => void = () => undefined,
  ) {}

  /** How long sessions may last; those that are open now are held to it too. */
  setLimits(limits: AccessSettings): void {
    this.#limits = limits
  }

  open(line: string, user: SessionUser, epoch: number): Session {
    const now = this.#now()
    const session: Held = {
      token: randomToken(this.random),
      streamToken: randomToken(this.random),
      user,
      epoch,
      openedAt: now,
      usedAt: now,
    }
    this.#byToken.set(session.token, session)
    this.#byLine.set(line, session.token)
    this.entered(line)
    return session
  }

  resume(line: string, token: string): Session | null {
    const session = this.#alive(token)
    if (session === null) return null
    this.#byLine.set(line, token)
    this.entered(line)
    return session
  }

  /** Signed out: the token is worth nothing any more, on any line. Answers the other lines, whose pages leave too. */
  end(line: string): readonly string[] {
    const token = this.#byLine.get(line)
    return token === undefined ? [] : this.#drop(token).filter((other) => other !== line)
  }

  /** The line is gone, its session may come back (`resume`) from a reloaded page. */
  lineClosed(line: string): void {
    this.#byLine.delete(line)
  }

  /** Null also for a session whose time is over, even before `endOverdue` has told anyone. */
  of(line: string): Session | null {
    const token = this.#byLine.get(line)
    return token === undefined ? null : this.#alive(token)
  }

  linesOf(token: string): readonly string[] {
    return [...this.#byLine].filter(([, held]) => held === token).map(([line]) => line)
  }

  byStreamToken(streamToken: string): Session | null {
    for (const { streamToken: own, token } of this.#byToken.values()) if (own === streamToken) return this.#alive(token)
    return null
  }

  /** Somebody is at the keyboard there. */
  used(line: string): void {
    const session = this.#byToken.get(this.#byLine.get(line) ?? '')
    if (session) session.usedAt = this.#now()
  }

  /** Ends what has lasted too long, or lain unused; called now and then. */
  endOverdue(): readonly Ended[] {
    return [...this.#byToken.values()].flatMap((session) => {
      const reason = this.#overdue(session)
      return reason === null ? [] : [{ lines: this.#drop(session.token), user: session.user, reason }]
    })
  }

  /** The rows of these users or their roles moved: fresh rights at once, or (null, or a higher epoch) out. */
  refresh(userId: number, user: SessionUser | null, epoch: number): readonly Ended[] {
    return [...this.#byToken.values()].flatMap((session): Ended[] => {
      if (session.user.id !== userId) return []
      if (user === null) return [{ lines: this.#drop(session.token), user: session.user, reason: 'disabled' }]
      if (session.epoch < epoch) return [{ lines: this.#drop(session.token), user: session.user, reason: 'ended' }]
      this.#byToken.set(session.token, { ...session, user })
      return []
    })
  }

  /** This line's session outlives the end of all the others: its own password was changed on it. */
  outlive(line: string, epoch: number): void {
    const session = this.#byToken.get(this.#byLine.get(line) ?? '')
    if (session) this.#byToken.set(session.token, { ...session, epoch })
  }

  /** Of the pages at which somebody has signed in. */
  get lines(): readonly string[] {
    return [...this.#byLine.keys()]
  }

  get userIds(): readonly number[] {
    return [...new Set([...this.#byToken.values()].map(({ user }) => user.id as number))]
  }

  /** Another store was opened: everybody signs in again. */
  clear(): readonly string[] {
    const lines = [...this.#byLine.keys()]
    this.#byToken.clear()
    this.#byLine.clear()
    return lines
  }

  #now(): Moment {
    return { wall: this.clock.now(), steady: this.clock.monotonic() }
  }

  #since(then: Moment): number {
    const now = this.#now()
    return Math.max(now.wall - then.wall, now.steady - then.steady)
  }

  #overdue(session: Held): 'idle' | 'lifetime' | null {
    if (this.#since(session.openedAt) >= this.#limits.maxHours * HOUR_MS) return 'lifetime'
    const idle = this.#limits.idleMinutes * MINUTE_MS
    return idle > 0 && this.#since(session.usedAt) >= idle ? 'idle' : null
  }

  #alive(token: string): Held | null {
    const session = this.#byToken.get(token) ?? null
    return session === null || this.#overdue(session) !== null ? null : session
  }

  #drop(token: string): readonly string[] {
    this.#byToken.delete(token)
    const lines = this.linesOf(token)
    for (const line of lines) this.#byLine.delete(line)
    return lines
  }
}
