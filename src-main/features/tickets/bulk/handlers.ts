import type { bulk } from '@shared/contract/bulk'
import type { FeatureHandlers } from '@shared/contract/define'
import { type Caller, signedIn } from '@main/platform/caller'
import type { FeatureParts } from '../../feature-parts'
import { applyBulk } from './apply-bulk'
import { previewBulk } from './preview-bulk'
import { sheetRows } from './sheet-queries'
import { undoBulk } from './undo-bulk'

export const bulkHandlers = (parts: FeatureParts): FeatureHandlers<typeof bulk, Caller> => ({
  preview: (_caller, input) => parts.current.store.read((db) => previewBulk(db, input, parts.clock.now())),
  apply: (caller, input) => applyBulk(parts, signedIn(caller), input),
  undo: (caller, input) => undoBulk(parts, signedIn(caller), input),
  sheet: (_caller, { ids }) => parts.current.store.read(async (db) => ({ rows: await sheetRows(db, ids) })),
})
