import type { FeatureParts } from '../feature-parts'

export interface PresenceParts extends FeatureParts {
  readonly deskId: string
  /** Lines of this desk that have a row: most lines that close never had one, and cost no write. */
  readonly looking: Set<string>
}
