import type { Secrets } from '@main/platform/secrets'
import type { CloudPort, RelayPort } from '@main/platform/whatsapp'
import type { FeatureParts } from '../feature-parts'
import type { PhotoPort } from '../photos/photo-port'

export interface LineParts extends FeatureParts {
  readonly secrets: Secrets
  readonly photos: PhotoPort
  readonly cloud: CloudPort
  readonly relay: RelayPort
}
