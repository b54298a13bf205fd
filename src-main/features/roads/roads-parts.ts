import type { RoadsPort } from '@main/platform/roads'
import type { FeatureParts } from '../feature-parts'
import type { KeptTables } from './kept-tables'

export interface RoadsParts extends FeatureParts {
  readonly roads: RoadsPort
  readonly kept: KeptTables
}
