import type { FeatureHandlers } from '@shared/contract/define'
import type { settings } from '@shared/contract/settings'
import { type Caller, signedIn } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { readAllSettings, readCatalog } from './catalog-queries'
import { saveBody } from './save-body'
import { saveCategory } from './save-category'
import { saveSetting } from './save-setting'

export const settingsHandlers = (parts: FeatureParts): FeatureHandlers<typeof settings, Caller> => ({
  catalog: () => parts.current.store.read(readCatalog),
  all: () => parts.current.store.read(readAllSettings),
  save: (caller, input) => saveSetting(parts, signedIn(caller), input),
  saveCategory: (_caller, input) => saveCategory(parts, input),
  saveBody: (_caller, input) => saveBody(parts, input),
})
