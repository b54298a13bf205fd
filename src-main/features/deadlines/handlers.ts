import type { deadlines } from '@shared/contract/deadlines'
import type { FeatureHandlers } from '@shared/contract/define'
import type { Caller } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { previewDeadlines } from './preview-deadlines'

export const deadlineHandlers = (parts: FeatureParts): FeatureHandlers<typeof deadlines, Caller> => ({
  preview: (_caller, input) => previewDeadlines(parts, input),
})
