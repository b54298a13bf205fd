import { type Season, inSeason } from '../answers/offered-answers'
import { roadOf } from './road'
import { type CompetenceRule, type RuleConditions, areaKey, roadKeyOf } from './rule'

export interface RuleClash {
  readonly ruleId: number
  readonly otherId: number
  /** `contradicts`: the same conditions, another body. `never_reached`: an earlier rule takes all that it asks for. */
  readonly kind: 'contradicts' | 'never_reached'
}

/** The category and those above it, by id. */
export type PathOf = (categoryId: number) => readonly number[]

const within = <T>(some: readonly T[], all: readonly T[]): boolean => some.every((one) => all.includes(one))

/** `MM-DD` of every day that a year may have. */
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].flatMap((length, month) =>
  Array.from({ length }, (_, day) => `${String(month + 1).padStart(2, '0')}-${String(day + 1).padStart(2, '0')}`),
)

/** Whether every day of `part` is one of `whole`. */
const seasonCovers = (whole: Season | null, part: Season | null): boolean =>
  whole === null || DAYS.every((day) => !inSeason(part, `2024-${day}`) || inSeason(whole, `2024-${day}`))

const categoriesCover = (whole: RuleConditions, part: RuleConditions, pathOf: PathOf): boolean =>
  whole.categoryIds.length === 0 ||
  (part.categoryIds.length > 0 &&
    part.categoryIds.every((id) => pathOf(id).some((above) => whole.categoryIds.includes(above))))

const roadsCover = (whole: RuleConditions, part: RuleConditions): boolean => {
  if (whole.roadKinds.length === 0 && whole.roadNames.length === 0) return true
  if (part.roadKinds.length === 0 && part.roadNames.length === 0) return false
  const names = new Set(whole.roadNames.map(roadKeyOf))
  const isTaken = (name: string): boolean => {
    const kind = roadOf(name)?.kind
    return names.has(roadKeyOf(name)) || (kind !== undefined && whole.roadKinds.includes(kind))
  }
  return within(part.roadKinds, whole.roadKinds) && part.roadNames.every(isTaken)
}

const areasCover = (whole: RuleConditions, part: RuleConditions): boolean =>
  whole.areas.length === 0 || (part.areas.length > 0 && within(part.areas.map(areaKey), whole.areas.map(areaKey)))

/** Whether every ticket that `part` matches is matched by `whole` too. */
export const covers = (whole: RuleConditions, part: RuleConditions, pathOf: PathOf): boolean =>
  categoriesCover(whole, part, pathOf) &&
  roadsCover(whole, part) &&
  areasCover(whole, part) &&
  (whole.hours === 'any' || whole.hours === part.hours) &&
  seasonCovers(whole.season, part.season)

/** What is wrong between the active rules, in their order; at most one word a rule. */
export const ruleClashes = (rules: readonly CompetenceRule[], pathOf: PathOf): RuleClash[] => {
  const active = rules.filter((rule) => rule.active)
  return active.flatMap((rule, index): RuleClash[] => {
    const before = active.slice(0, index)
    const twin = before.find(
      (other) => other.bodyId !== rule.bodyId && covers(other, rule, pathOf) && covers(rule, other, pathOf),
    )
    if (twin !== undefined) return [{ ruleId: rule.id, otherId: twin.id, kind: 'contradicts' }]
    const above = before.find((other) => covers(other, rule, pathOf))
    return above === undefined ? [] : [{ ruleId: rule.id, otherId: above.id, kind: 'never_reached' }]
  })
}
