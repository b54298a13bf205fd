import type { callbacks } from '@shared/contract/callbacks'
import type { FeatureHandlers } from '@shared/contract/define'
import { type Caller, signedIn } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { addCallback } from './add-callback'
import { countCallbacks, listCallbacks } from './callback-queries'
import { noteAttempt } from './note-attempt'
import { reopenCallback } from './reopen-callback'

export const callbackHandlers = (parts: FeatureParts): FeatureHandlers<typeof callbacks, Caller> => ({
  list: (_caller, input) => parts.current.store.read((db) => listCallbacks(db, input, parts.clock.now())),
  count: () => parts.current.store.read((db) => countCallbacks(db, parts.clock.now())),
  add: (caller, input) => addCallback(parts, signedIn(caller), input),
  attempt: (caller, input) => noteAttempt(parts, signedIn(caller), input),
  reopen: (caller, { id }) => reopenCallback(parts, signedIn(caller), id),
})
