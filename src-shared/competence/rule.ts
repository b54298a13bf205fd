import type { Season } from '../answers/offered-answers'
import { fold } from '../search/fold'
import { type Road, type RoadKind, roadOf } from './road'

export const RULE_HOURS = ['any', 'office', 'outside'] as const
export type RuleHours = (typeof RULE_HOURS)[number]

/** A drawn area by its name: an area that is imported anew keeps its rules. */
export interface AreaName {
  readonly kind: 'competence' | 'district'
  readonly name: string
}

/** What must hold, all of it; an empty list asks for nothing. */
export interface RuleConditions {
  /** One of these, or one under them. */
  readonly categoryIds: readonly number[]
  /** The road is of one of these kinds, or bears one of the names: the two lists are one condition. */
  readonly roadKinds: readonly RoadKind[]
  readonly roadNames: readonly string[]
  /** Within one of these. */
  readonly areas: readonly AreaName[]
  /** Whether the office was open when the report came. */
  readonly hours: RuleHours
  /** Part of the year in which the report came; null is all of it. */
  readonly season: Season | null
}

export interface CompetenceRule extends RuleConditions {
  readonly id: number
  readonly name: string
  readonly bodyId: number
  readonly active: boolean
}

export const areaKey = ({ kind, name }: AreaName): string => `${kind}:${fold(name)}`

export const asksNothing = (rule: RuleConditions): boolean =>
  rule.categoryIds.length === 0 &&
  rule.roadKinds.length === 0 &&
  rule.roadNames.length === 0 &&
  rule.areas.length === 0 &&
  rule.hours === 'any' &&
  rule.season === null

/** The name as a road is compared by: `Strada Provinciale 23` and `SP 23` are one. */
export const roadKeyOf = (name: string): string => roadOf(name)?.key ?? fold(name)

export const isOnRoad = (rule: RuleConditions, road: Road | null): boolean => {
  if (rule.roadKinds.length === 0 && rule.roadNames.length === 0) return true
  if (road === null) return false
  return rule.roadKinds.includes(road.kind) || rule.roadNames.some((name) => roadKeyOf(name) === road.key)
}
