import type { FeatureHandlers } from '@shared/contract/define'
import type { macros } from '@shared/contract/macros'
import { type Caller, signedIn } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { listMacros } from './macro-queries'
import { previewMacro } from './preview-macro'
import { runMacro } from './run-macro'
import { createMacro, editMacro, moveMacro, removeMacro } from './save-macro'
import { shipMacros } from './ship-macros'
import { undoMacro } from './undo-macro'

export const macroHandlers = (parts: FeatureParts): FeatureHandlers<typeof macros, Caller> => ({
  list: () => parts.current.store.read(listMacros),
  create: (_caller, fields) => createMacro(parts, fields),
  edit: (_caller, input) => editMacro(parts, input),
  move: (_caller, input) => moveMacro(parts, input),
  remove: (_caller, { id }) => removeMacro(parts, id),
  addShipped: () => parts.current.store.write(async (db) => ({ added: await shipMacros(db) })),
  preview: (caller, input) =>
    parts.current.store.read((db) => previewMacro(db, signedIn(caller), input, parts.clock.now())),
  run: (caller, input) => runMacro(parts, signedIn(caller), input),
  undo: (caller, input) => undoMacro(parts, signedIn(caller), input),
})
