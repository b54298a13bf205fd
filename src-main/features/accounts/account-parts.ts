import type { FeatureParts } from '../feature-parts'
import type { Sessions } from './sessions'
import type { SessionLocks } from './session-locks'
import type { Throttle } from './throttle'

export interface AccountParts extends FeatureParts {
  readonly sessions: Sessions
  readonly throttle: Throttle
  readonly locks: SessionLocks
  /** Tells these lines that their session is over. */
  readonly signedOut: (lines: readonly string[]) => void
  /** Tells these lines that their session is locked. */
  readonly locked: (lines: readonly string[]) => void
  /** Nobody looks at anything on this line any more. */
  readonly lookedAway: (line: string) => void
}
