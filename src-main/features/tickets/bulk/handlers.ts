import { type bulk, PAPER_LIST } from '@shared/contract/bulk'
import type { FeatureHandlers } from '@shared/contract/define'
import { appError } from '@shared/kernel/app-error'
import { err } from '@shared/kernel/result'
import { type Caller, mayCaller, signedIn } from '@main/platform/caller'
import type { FeatureParts } from '../../feature-parts'
import { applyBulk } from './apply-bulk'
import { previewBulk } from './preview-bulk'
import { sheetRows } from './sheet-queries'
import { undoBulk } from './undo-bulk'

export const bulkHandlers = (parts: FeatureParts): FeatureHandlers<typeof bulk, Caller> => ({
  preview: (_caller, input) => parts.current.store.read((db) => previewBulk(db, input, parts.clock.now())),
  apply: (caller, input) => applyBulk(parts, signedIn(caller), input),
  undo: (caller, input) => undoBulk(parts, signedIn(caller), input),
  sheet: (caller, { ids }) =>
    ids.length > PAPER_LIST && !mayCaller(caller, 'exports.run')
      ? Promise.resolve(err(appError('forbidden', { details: { needs: 'exports.run' } })))
      : parts.current.store.read(async (db) => ({ rows: await sheetRows(db, ids) })),
})
