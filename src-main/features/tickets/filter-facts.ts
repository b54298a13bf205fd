import type { SignedInCaller } from '@main/platform/caller'
import type { ReadDb } from '@main/store/handles'
import { readSetting } from '../settings/read-setting'
import type { FeatureParts } from '../feature-parts'
import type { FilterFacts } from './ticket-filter-queries'

export const filterFacts = async (db: ReadDb, parts: FeatureParts, caller: SignedInCaller): Promise<FilterFacts> => ({
  now: parts.clock.now(),
  userId: caller.user.id,
  zone: (await readSetting(db, 'calendar')).zone,
})
