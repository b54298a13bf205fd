import type { CompetenceDecision } from '../contract/competence'

/** Whom the rules name: the one that they decide for, or all that they ask about; `homeId` where no rule names any. */
export const namedBy = (decision: CompetenceDecision, homeId: number | null): readonly (number | null)[] => {
  if (decision.kind === 'none') return []
  return decision.kind === 'decided' ? [decision.bodyId] : decision.candidates.map(({ bodyId }) => bodyId ?? homeId)
}

/** Whether it goes against what the rules say, so that the next reader must know why. */
export const isOverruled = (decision: CompetenceDecision, bodyId: number, homeId: number | null): boolean =>
  decision.kind !== 'none' && !namedBy(decision, homeId).includes(bodyId)
