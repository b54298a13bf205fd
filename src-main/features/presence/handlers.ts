import type { FeatureHandlers } from '@shared/contract/define'
import type { presence } from '@shared/contract/presence'
import { type Caller, signedIn } from '@main/platform/caller'
import { lookAt } from './look-at'
import type { PresenceParts } from './presence-parts'
import { othersPresent } from './presence-queries'

export const presenceHandlers = (parts: PresenceParts): FeatureHandlers<typeof presence, Caller> => ({
  show: (caller, input) => lookAt(parts, signedIn(caller), input),
  others: (caller) =>
    parts.current.store.read(async (db) => ({ present: await othersPresent(db, signedIn(caller).user.id) })),
})
