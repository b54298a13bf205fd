import type { FeatureHandlers } from '@shared/contract/define'
import type { search } from '@shared/contract/search'
import type { Caller } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { findAnything } from './find-anything'

export const searchHandlers = (parts: FeatureParts): FeatureHandlers<typeof search, Caller> => ({
  find: (_caller, input) => parts.current.store.read((db) => findAnything(db, input)),
})
