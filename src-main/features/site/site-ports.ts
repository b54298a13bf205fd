import type { Secrets } from '@main/platform/secrets'
import type { SftpLogin, SitePlace } from '@main/platform/site-place'
import type { FeatureParts } from '../feature-parts'

export interface SitePlaces {
  readonly folder: (path: string) => Promise<SitePlace>
  /** With the key that the server showed. */
  readonly sftp: (login: SftpLogin) => Promise<SitePlace & { readonly hostKey: string }>
}

export interface SiteParts extends FeatureParts {
  readonly secrets: Secrets
  readonly places: SitePlaces
  readonly siteChanged: () => void
}
