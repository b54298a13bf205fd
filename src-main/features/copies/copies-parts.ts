import type { CopyProgress } from '@shared/contract/copies'
import type { DeskParts } from '../desk/desk-parts'

/** The copy that this desk is making; the scheduled one and a person's share it, so there is one at a time. */
export interface RunningCopy {
  readonly stop: () => void
  readonly progress: CopyProgress
}

export interface CopiesParts extends DeskParts {
  readonly runningCopy: { current: RunningCopy | null }
  /** Pages ask again: a copy began, moved on or ended. */
  readonly copiesChanged: () => void
}
