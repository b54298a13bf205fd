import type { Clock } from '@main/platform/clock'
import type { Logger } from '@main/platform/logger'
import type { RandomBytes } from '@main/platform/random'
import type { CurrentStore } from '@main/store/current-store'

/** What every feature is built from; a feature that needs more says so in its own parts. */
export interface FeatureParts {
  readonly current: CurrentStore
  readonly clock: Clock
  readonly random: RandomBytes
  readonly logger: Logger
}
