import type { Handlers } from '@shared/contract'
import type { Caller } from '@main/platform/caller'
import type { Secrets } from '@main/platform/secrets'
import type { FeatureParts } from '@main/features/feature-parts'
import { platformHandlers } from '@main/features/platforms/handlers'
import type { PlatformParts } from '@main/features/platforms/platform-ports'
import { siteHandlers } from '@main/features/site/handlers'
import type { SiteParts } from '@main/features/site/site-ports'
import { whatsappLineHandlers } from '@main/features/whatsapp-line/handlers'
import type { LineParts } from '@main/features/whatsapp-line/line-ports'
import type { PhotoPort } from '@main/features/photos/photo-port'
import { citizenStepsJob } from '@main/jobs/citizen-steps-job'
import { platformsJob } from '@main/jobs/platforms-job'
import { siteJob } from '@main/jobs/site-job'
import { realSitePlaces } from '@main/jobs/site-places'
import { whatsappJob } from '@main/jobs/whatsapp-job'
import { cloudClient } from '@main/whatsapp/cloud-client'
import { relayClient } from '@main/whatsapp/relay-client'
import { open311Client } from '@main/open311/open311-client'
import { fetchPublicPicture } from './fetch-public'
import type { Part } from '@main/platform/part'

/** What reaches the citizens outside the office: notices, the status site, online platforms, WhatsApp. */
export interface PublicRooms {
  readonly handlers: Pick<Handlers<Caller>, 'site' | 'platforms' | 'whatsappLine'>
  readonly jobs: readonly Part[]
}

export const publicRooms = (
  base: FeatureParts & { readonly secrets: Secrets; readonly photos: PhotoPort },
  healthChanged: () => void,
): PublicRooms => {
  const site: SiteParts = { ...base, places: realSitePlaces, siteChanged: healthChanged }
  const platforms: PlatformParts = { ...base, open311: open311Client(fetchPublicPicture) }
  const line: LineParts = { ...base, cloud: cloudClient, relay: relayClient }
  return {
    handlers: {
      site: siteHandlers(site),
      platforms: platformHandlers(platforms),
      whatsappLine: whatsappLineHandlers(line),
    },
    jobs: [
      citizenStepsJob(base),
      siteJob(site),
      platformsJob(platforms, healthChanged),
      whatsappJob(line, healthChanged),
    ],
  }
}
