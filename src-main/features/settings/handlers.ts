import type { FeatureHandlers } from '@shared/contract/define'
import type { settings } from '@shared/contract/settings'
import { type Caller, signedIn } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { readAllSettings, readCatalog } from './catalog-queries'
import { createBody, editBody } from './save-body'
import { createCategory, editCategory } from './save-category'
import { saveSetting } from './save-setting'

export const settingsHandlers = (parts: FeatureParts): FeatureHandlers<typeof settings, Caller> => ({
  catalog: () => parts.current.store.read(readCatalog),
  all: () => parts.current.store.read(readAllSettings),
  save: (caller, input) => saveSetting(parts, signedIn(caller), input),
  createCategory: (_caller, input) => createCategory(parts, input),
  editCategory: (_caller, input) => editCategory(parts, input),
  createBody: (_caller, input) => createBody(parts, input),
  editBody: (_caller, input) => editBody(parts, input),
})
