import type { FeatureHandlers } from '@shared/contract/define'
import type { search } from '@shared/contract/search'
import type { Caller } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { findAnything } from './find-anything'
import { StreetKeys } from './street-keys'

export const searchHandlers = (parts: FeatureParts): FeatureHandlers<typeof search, Caller> => {
  const streets = new StreetKeys()
  return {
    find: (_caller, input) => {
      const { store } = parts.current
      return store.read((db) => findAnything({ db, owner: store, streets }, input))
    },
  }
}
