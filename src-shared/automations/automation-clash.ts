import type { PathOf } from '../competence/rule-clash'
import { type ActionStep, type Actions, stepsOf } from '../macros/actions'
import { fold } from '../search/fold'
import type { Automation, AutomationConditions } from './automation'

export interface AutomationClash {
  readonly ruleId: number
  readonly otherId: number
  /** `contradicts`: the same event and conditions, and they decide the same differently. `never_reached`: one before it stops. */
  readonly kind: 'contradicts' | 'never_reached'
}

const within = <T>(whole: readonly T[], part: readonly T[]): boolean =>
  whole.length === 0 || (part.length > 0 && part.every((one) => whole.includes(one)))

const categoriesWithin = (whole: AutomationConditions, part: AutomationConditions, pathOf: PathOf): boolean =>
  whole.categoryIds.length === 0 ||
  (part.categoryIds.length > 0 &&
    part.categoryIds.every((id) => pathOf(id).some((above) => whole.categoryIds.includes(above))))

/** A phrase covers what begins with it: "lampion" takes "lampione spento" too. */
const wordsWithin = (whole: readonly string[], part: readonly string[]): boolean =>
  whole.length === 0 ||
  (part.length > 0 && part.every((phrase) => whole.some((begun) => fold(phrase).startsWith(fold(begun)))))

const sendersWithin = (whole: readonly string[], part: readonly string[]): boolean => {
  const lower = whole.map((sender) => sender.toLowerCase())
  return (
    whole.length === 0 ||
    (part.length > 0 &&
      part.every((sender) =>
        lower.some(
          (one) => one === sender.toLowerCase() || (one.startsWith('@') && sender.toLowerCase().endsWith(one)),
        ),
      ))
  )
}

/** Whether every event that sets `part` off sets `whole` off too. */
export const coversAll = (whole: AutomationConditions, part: AutomationConditions, pathOf: PathOf): boolean =>
  whole.trigger === part.trigger &&
  (whole.trigger !== 'status' || within(whole.toStatuses, part.toStatuses)) &&
  within(whole.channels, part.channels) &&
  categoriesWithin(whole, part, pathOf) &&
  within(whole.districtIds, part.districtIds) &&
  within(whole.kinds, part.kinds) &&
  within(whole.priorities, part.priorities) &&
  wordsWithin(whole.words, part.words) &&
  (whole.hours === 'any' || whole.hours === part.hours) &&
  sendersWithin(whole.senders, part.senders) &&
  (whole.citizen === 'any' || whole.citizen === part.citizen)

const valueOf = (step: ActionStep, actions: Actions): unknown => {
  switch (step) {
    case 'category':
      return actions.categoryId
    case 'priority':
      return actions.priority
    case 'owner':
      return actions.owner
    case 'crew':
    case 'visit':
      return actions.crew
    default:
      return null
  }
}

/** The step that both decide, each in another way; null where they agree. */
export const decidesOtherwise = (a: Actions, b: Actions): ActionStep | null =>
  stepsOf(a).find((step) => {
    const mine = valueOf(step, a)
    const theirs = valueOf(step, b)
    return mine !== null && theirs !== null && mine !== theirs
  }) ?? null

/** What is wrong between the active rules, in their order; at most one word a rule. */
export const automationClashes = (rules: readonly Automation[], pathOf: PathOf): AutomationClash[] => {
  const active = rules.filter((rule) => rule.active)
  return active.flatMap((rule, index): AutomationClash[] => {
    const before = active.slice(0, index)
    const stopper = before.find((other) => other.stops && coversAll(other, rule, pathOf))
    if (stopper !== undefined) return [{ ruleId: rule.id, otherId: stopper.id, kind: 'never_reached' }]
    const twin = before.find(
      (other) =>
        coversAll(other, rule, pathOf) &&
        coversAll(rule, other, pathOf) &&
        decidesOtherwise(other.actions, rule.actions) !== null,
    )
    return twin === undefined ? [] : [{ ruleId: rule.id, otherId: twin.id, kind: 'contradicts' }]
  })
}
