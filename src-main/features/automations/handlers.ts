import type { automations } from '@shared/contract/automations'
import type { FeatureHandlers } from '@shared/contract/define'
import type { Caller } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { listAutomations, readLog } from './automation-queries'
import { createAutomation, editAutomation, moveAutomation, removeAutomation } from './save-automation'
import { tryRule } from './trial-queries'

export const automationHandlers = (parts: FeatureParts): FeatureHandlers<typeof automations, Caller> => ({
  list: () => parts.current.store.read((db) => listAutomations(db, parts.clock.now())),
  create: (_caller, fields) => createAutomation(parts, fields),
  edit: (_caller, input) => editAutomation(parts, input),
  move: (_caller, input) => moveAutomation(parts, input),
  remove: (_caller, { id }) => removeAutomation(parts, id),
  log: (_caller, input) => parts.current.store.read((db) => readLog(db, input)),
  trial: (_caller, input) => parts.current.store.read((db) => tryRule(db, input, parts.clock.now())),
})
