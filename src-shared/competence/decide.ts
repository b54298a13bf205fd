import { inSeason } from '../answers/offered-answers'
import { beyond, nearestBorder, pointAway } from '../places/border'
import { type Area, type Bbox, type Point, bboxAround, bboxOf, inArea, inBbox, overlap } from '../places/geo'
import type { Road } from './road'
import { type CompetenceRule, areaKey, isOnRoad } from './rule'

export interface CompetenceFacts {
  /** The category and those above it. */
  readonly categoryIds: readonly number[]
  readonly road: Road | null
  readonly point: Point | null
  /** The district that a person named; answers for a district's area while there is no point. */
  readonly districtName: string | null
  /** Keys of the areas in which a place without a point may lie, by its words; null where they tell nothing. */
  readonly likelyAreas: ReadonlySet<string> | null
  /** Metres by which the point may be wrong: a border within them is asked about. */
  readonly margin: number
  readonly inOfficeHours: boolean
  /** `YYYY-MM-DD` of the report. */
  readonly day: string
}

/** The drawn areas by their key; several polygons may bear one name. */
export type DrawnAreas = ReadonlyMap<string, readonly DrawnArea[]>
export interface DrawnArea {
  readonly area: Area
  readonly bbox: Bbox
}

export const drawn = (area: Area): DrawnArea[] => {
  const bbox = bboxOf(area)
  return bbox === null ? [] : [{ area, bbox }]
}

/** Why a rule matched, for the sentence that is shown. */
export interface Because {
  readonly by: 'category' | 'road' | 'area' | 'hours' | 'season' | 'always'
  /** What of the rule it was: the area's name; empty where the facts say it. */
  readonly name: string
}

export interface Candidate {
  /** Null: no rule, so nobody but the office itself. */
  readonly rule: CompetenceRule | null
}

export type Decision =
  | { readonly kind: 'none' }
  | { readonly kind: 'decided'; readonly rule: CompetenceRule; readonly because: readonly Because[] }
  /** Near a border (`metres` away), or without a point where an area would decide: a person is asked. */
  | {
      readonly kind: 'doubtful'
      readonly why: 'border' | 'no_point'
      readonly metres: number | null
      readonly candidates: readonly Candidate[]
    }

type Inside = (key: string) => boolean

const DIRECTIONS = 16

const isIn = (point: Point, pieces: readonly DrawnArea[] | undefined): boolean =>
  pieces?.some(({ area, bbox }) => inBbox(point, bbox) && inArea(point, area)) ?? false

const matches = (rule: CompetenceRule, facts: CompetenceFacts, inside: Inside): boolean =>
  rule.active &&
  (rule.categoryIds.length === 0 || rule.categoryIds.some((id) => facts.categoryIds.includes(id))) &&
  isOnRoad(rule, facts.road) &&
  (rule.hours === 'any' || (rule.hours === 'office') === facts.inOfficeHours) &&
  inSeason(rule.season, facts.day) &&
  (rule.areas.length === 0 || rule.areas.some((area) => inside(areaKey(area))))

const firstOf = (rules: readonly CompetenceRule[], facts: CompetenceFacts, inside: Inside): CompetenceRule | null =>
  rules.find((rule) => matches(rule, facts, inside)) ?? null

const becauseOf = (rule: CompetenceRule, inside: Inside): Because[] => {
  const found: Because[] = []
  if (rule.roadKinds.length > 0 || rule.roadNames.length > 0) found.push({ by: 'road', name: '' })
  const area = rule.areas.find((one) => inside(areaKey(one)))
  if (area !== undefined) found.push({ by: 'area', name: area.name })
  if (rule.categoryIds.length > 0) found.push({ by: 'category', name: '' })
  if (rule.hours !== 'any') found.push({ by: 'hours', name: rule.hours })
  if (rule.season !== null) found.push({ by: 'season', name: '' })
  return found.length > 0 ? found : [{ by: 'always', name: '' }]
}

/** One candidate a body, the first rule that names it; no rule is a candidate too. */
const distinct = (rules: readonly (CompetenceRule | null)[]): Candidate[] => {
  const byBody = new Map<number | null, Candidate>()
  for (const rule of rules) if (!byBody.has(rule?.bodyId ?? null)) byBody.set(rule?.bodyId ?? null, { rule })
  return [...byBody.values()]
}

/** Without a point nor a hint of one an area alone says nothing: else it would ask about every ticket of the town. */
const saysMoreThanArea = ({ areas, categoryIds, roadKinds, roadNames }: CompetenceRule): boolean =>
  areas.length === 0 || categoryIds.length + roadKinds.length + roadNames.length > 0

const withoutPoint = (all: readonly CompetenceRule[], facts: CompetenceFacts, keys: readonly string[]): Decision => {
  const named = facts.districtName === null ? null : areaKey({ kind: 'district', name: facts.districtName })
  const { likelyAreas } = facts
  const open = keys
    .filter((key) => named === null || !key.startsWith('district:'))
    .filter((key) => likelyAreas === null || likelyAreas.has(key))
  const isNamed = (rule: CompetenceRule): boolean => rule.areas.some((area) => areaKey(area) === named)
  const rules = likelyAreas === null ? all.filter((rule) => saysMoreThanArea(rule) || isNamed(rule)) : all
  const worlds: Inside[] = [
    (key) => key === named,
    ...open.map(
      (only): Inside =>
        (key) =>
          key === named || key === only,
    ),
    (key) => key === named || open.includes(key),
  ]
  const candidates = distinct(worlds.map((inside) => firstOf(rules, facts, inside)))
  if (candidates.length > 1) return { kind: 'doubtful', why: 'no_point', metres: null, candidates }
  return settled(candidates[0]?.rule ?? null, (key) => key === named)
}

const settled = (rule: CompetenceRule | null, inside: Inside): Decision =>
  rule === null ? { kind: 'none' } : { kind: 'decided', rule, because: becauseOf(rule, inside) }

/**
 * Who is competent: the first rule in the office's order that holds. A border within `margin` of the point, beyond which
 * another body would be competent, is a question and no answer; so is an area that would decide where there is no point
 * and the place's words, or what the report is about, speak for it.
 */
export const decide = (rules: readonly CompetenceRule[], facts: CompetenceFacts, areas: DrawnAreas): Decision => {
  const keys = [...new Set(rules.filter(({ active }) => active).flatMap((rule) => rule.areas.map(areaKey)))].filter(
    (key) => areas.has(key),
  )
  const { point, margin } = facts
  if (point === null) return withoutPoint(rules, facts, keys)
  const near = bboxAround(point, margin)
  const pieces = keys.flatMap((key) => (areas.get(key) ?? []).filter(({ bbox }) => overlap(bbox, near) !== null))
  const at =
    (where: Point): Inside =>
    (key) =>
      isIn(where, areas.get(key))
  const here = firstOf(rules, facts, at(point))
  const borders = pieces
    .map(({ area }) => nearestBorder(point, area))
    .filter((border) => border !== null)
    .filter(({ metres }) => metres <= margin)
    .toSorted((a, b) => a.metres - b.metres)
  const [nearest] = borders
  if (nearest === undefined) return settled(here, at(point))
  // All around, and just beyond every border that is near: a wedge between two directions is not missed.
  const around = [
    ...borders.map((border) => beyond(point, border.at, 0.5)),
    ...[margin / 2, margin].flatMap((metres) =>
      Array.from({ length: DIRECTIONS }, (_, step) => pointAway(point, metres, (step * 360) / DIRECTIONS)),
    ),
  ]
  const candidates = distinct([here, ...around.map((where) => firstOf(rules, facts, at(where)))])
  if (candidates.length > 1) return { kind: 'doubtful', why: 'border', metres: nearest.metres, candidates }
  return settled(here, at(point))
}

/** So far a point may be wrong, by how well the place is known. */
export const marginOf = (precision: string, borderMetres: number): number =>
  precision === 'point' || precision === 'address' ? borderMetres : Math.max(borderMetres, STREET_MARGIN)

/** A street's middle says little about where on it somebody stood. */
const STREET_MARGIN = 150
