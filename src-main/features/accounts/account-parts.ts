import type { FeatureParts } from '../feature-parts'
import type { Ended, Sessions } from './sessions'
import type { SessionLocks } from './session-locks'
import type { Throttle } from './throttle'

export interface AccountParts extends FeatureParts {
  readonly sessions: Sessions
  readonly throttle: Throttle
  readonly locks: SessionLocks
  /** This desk, for the count of its wrong passwords. */
  readonly deskId: string
  /** Tells the session's lines that it is over, and the register. */
  readonly sessionEnded: (ended: Pick<Ended, 'lines'> & Partial<Pick<Ended, 'reason'>>) => void
  /** Tells these lines that their session is locked. */
  readonly locked: (lines: readonly string[]) => void
  /** Tells these lines that the password was given again on another. */
  readonly unlocked: (lines: readonly string[]) => void
  /** Nobody looks at anything on this line any more. */
  readonly lookedAway: (line: string) => void
}
