import type { FeatureHandlers } from '@shared/contract/define'
import type { site } from '@shared/contract/site'
import type { Caller } from '@main/platform/caller'
import { forgetHostKey, publishAll, publishNow, setSiteSecret, siteStatus, testSite } from './site-calls'
import type { SiteParts } from './site-ports'

export const siteHandlers = (parts: SiteParts): FeatureHandlers<typeof site, Caller> => ({
  status: () => siteStatus(parts),
  setSecret: (_caller, input) => setSiteSecret(parts, input),
  forgetHostKey: () => forgetHostKey(parts),
  test: (_caller, input) => testSite(parts, input),
  publishAll: () => publishAll(parts),
  publishNow: () => publishNow(parts),
})
