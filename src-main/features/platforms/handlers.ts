import type { FeatureHandlers } from '@shared/contract/define'
import type { platforms } from '@shared/contract/platforms'
import type { Caller } from '@main/platform/caller'
import type { PlatformParts } from './platform-ports'
import {
  createPlatform,
  editPlatform,
  listPlatforms,
  mapService,
  removePlatform,
  servicesOf,
  setPlatformKey,
  tellAgain,
  testPlatform,
} from './save-platform'
import { syncNow } from './sync-platform'

export const platformHandlers = (parts: PlatformParts): FeatureHandlers<typeof platforms, Caller> => ({
  list: () => listPlatforms(parts),
  create: (_caller, input) => createPlatform(parts, input),
  edit: (_caller, input) => editPlatform(parts, input),
  remove: (_caller, { id }) => removePlatform(parts, id),
  setKey: (_caller, input) => setPlatformKey(parts, input),
  test: (_caller, input) => testPlatform(parts, input),
  services: (_caller, { id }) => servicesOf(parts, id),
  mapService: (_caller, input) => mapService(parts, input),
  checkNow: (_caller, { id }) => syncNow(parts, id),
  tellAgain: (_caller, { id }) => tellAgain(parts, id),
})
