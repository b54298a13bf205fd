import type { FeatureParts } from '../feature-parts'
import type { Sessions } from './sessions'
import type { Throttle } from './throttle'

export interface AccountParts extends FeatureParts {
  readonly sessions: Sessions
  readonly throttle: Throttle
  /** Tells these lines that their session is over. */
  readonly signedOut: (lines: readonly string[]) => void
}
