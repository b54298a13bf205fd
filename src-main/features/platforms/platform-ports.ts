import type { Open311Port } from '@main/platform/open311'
import type { Secrets } from '@main/platform/secrets'
import type { FeatureParts } from '../feature-parts'

export interface PlatformParts extends FeatureParts {
  readonly secrets: Secrets
  readonly open311: Open311Port
}
