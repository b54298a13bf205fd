import type { FeatureHandlers } from '@shared/contract/define'
import type { notices } from '@shared/contract/notices'
import { type Caller, signedIn } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { markSeen } from './mark-seen'
import { noticedTickets, ownNotices } from './notice-queries'

export const noticeHandlers = (parts: FeatureParts): FeatureHandlers<typeof notices, Caller> => ({
  mine: (caller) => parts.current.store.read((db) => ownNotices(db, signedIn(caller).user.id)),
  tickets: (caller, input) => parts.current.store.read((db) => noticedTickets(db, signedIn(caller).user.id, input)),
  seen: (caller, input) => markSeen(parts, signedIn(caller), input),
})
