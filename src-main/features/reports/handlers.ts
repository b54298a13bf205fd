import type { FeatureHandlers } from '@shared/contract/define'
import type { reports } from '@shared/contract/reports'
import type { Caller } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { readFigures } from './read-figures'

export const reportHandlers = (parts: FeatureParts): FeatureHandlers<typeof reports, Caller> => ({
  figures: (_caller, period) => readFigures(parts, period),
})
