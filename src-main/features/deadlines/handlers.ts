import type { deadlines } from '@shared/contract/deadlines'
import type { FeatureHandlers } from '@shared/contract/define'
import type { Caller } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { previewDeadlines } from './preview-deadlines'
import { previewReminders } from './preview-reminders'

export const deadlineHandlers = (parts: FeatureParts): FeatureHandlers<typeof deadlines, Caller> => ({
  preview: (_caller, input) => previewDeadlines(parts, input),
  previewReminders: (_caller, input) =>
    parts.current.store.read((db) => previewReminders(db, input, parts.clock.now())),
})
