import type { FeatureHandlers } from '@shared/contract/define'
import type { roads } from '@shared/contract/roads'
import type { Caller } from '@main/platform/caller'
import { dayRoads } from './day-roads'
import type { RoadsParts } from './roads-parts'
import { tryRoads } from './try-roads'

export const roadHandlers = (parts: RoadsParts): FeatureHandlers<typeof roads, Caller> => ({
  table: (_caller, { points }) => dayRoads(parts, points),
  test: (_caller, input) => tryRoads(parts, input),
})
