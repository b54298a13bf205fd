import type { FeatureHandlers } from '@shared/contract/define'
import type { whatsapp } from '@shared/contract/whatsapp'
import { type Caller, signedIn } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import type { CategoryLearner } from '../proposals/category-learner'
import { importChat } from './import-chat'
import { latestImports } from './import-queries'
import { previewChat } from './preview-chat'
import { undoImport } from './undo-import'
import { unpackPictures } from './unpack-pictures'

export const whatsappHandlers = (
  parts: FeatureParts,
  learner: CategoryLearner,
): FeatureHandlers<typeof whatsapp, Caller> => ({
  preview: (_caller, input) => previewChat(parts, learner, input),
  pictures: (_caller, input) => unpackPictures(parts, input),
  importChat: (caller, input) => importChat(parts, signedIn(caller), input),
  imports: (caller) => parts.current.store.read((db) => latestImports(db, signedIn(caller))),
  undoImport: (caller, { id }) => undoImport(parts, signedIn(caller), id),
})
