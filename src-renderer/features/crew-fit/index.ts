/** Which crew and day fit best, as the board proposes it: for the board, and for planning from elsewhere. */
export { default as PlanLines } from './PlanLines.vue'
export { default as PlanWarning } from './PlanWarning.vue'
export { default as ProposedPlan } from './ProposedPlan.vue'
export { NOT_PROPOSED, type Proposed, useCrewFit } from './use-crew-fit'
export { useCrewProposal } from './use-crew-proposal'
export { useAskedRoads, useDayRoads } from './use-day-roads'
export { usePlanWarning } from './use-plan-warning'
